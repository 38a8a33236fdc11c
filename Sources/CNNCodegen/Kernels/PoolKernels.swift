extension Kernel {

  static let sumPlane = reducePlane(
    "sumPlane", "Adds the elements of its window of `x` to each element of the plane `y`.",
    ["target[i] += v"])

  static let poolNorms = Kernel(
    "poolNorms", requires: [.axis, .normSum],
    """
    /// Sets each element of `y` to the norm of its window of `x`, as if what a window lacks of
    /// `size` elements had the mean power of the others.
    static func poolNorms(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, depth: Axis, rows: Axis,
      columns: Axis, norm: Double, size: Double
    ) {
      var y = y
      for z in 0..<depth.windows {
        for row in 0..<rows.windows {
          for column in 0..<columns.windows {
            var powers = NormSum(norm: norm)
            for kz in depth.tapsInside(z) {
              for ky in rows.tapsInside(row) {
                let plane = depth.position(z, kz) * rows.inputs
                let line = x + (plane + rows.position(row, ky)) * columns.inputs
                for kx in columns.tapsInside(column) {
                  powers.add(Double(line[columns.position(column, kx)]))
                }
              }
            }
            let taps = depth.paddedTaps(z) * rows.paddedTaps(row) * columns.paddedTaps(column)
            y.pointee = Float(powers.root(times: size / Double(taps)))
            y += 1
          }
        }
      }
    }
    """)

  static let norm = Kernel(
    "norm", requires: [.normSum],
    """
    /// The root of the sum of the powers of the magnitudes of `count` elements.
    static func norm(_ x: UnsafePointer<Float>, count: Int, norm: Double) -> Float {
      var powers = NormSum(norm: norm)
      for i in 0..<count { powers.add(Double(x[i].magnitude)) }
      return Float(powers.root())
    }
    """)

  /// A loop over the windows of a plane that combines each with the taps inside the input.
  private static func reducePlane(_ name: String, _ summary: String, _ body: [String]) -> Kernel {
    Kernel(
      name, requires: [.axis],
      """
      /// \(summary)
      static func \(name)(
        _ x: UnsafePointer<Float>, _ rows: Axis, _ columns: Axis, to y: UnsafeMutablePointer<Float>
      ) {
        for row in 0..<rows.windows {
          for ky in rows.tapsInside(row) {
            for kx in 0..<columns.taps {
              let span = columns.windows(reaching: kx, in: 0..<columns.windows)
              let first = columns.position(span.lowerBound, kx)
              let source = x + (rows.position(row, ky) &* columns.inputs &+ first)
              let target = y + (row &* columns.windows &+ span.lowerBound)
              for i in 0..<span.count {
                let v: Float = source[i &* columns.stride]
                \(body.joined(separator: "\n          "))
              }
            }
          }
        }
      }
      """)
  }

}
