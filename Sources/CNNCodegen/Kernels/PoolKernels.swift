extension Kernel {

  static let maximizePlane = reducePlane(
    "maximizePlane", "Raises each element of the plane `y` to the largest of its window of `x`.",
    [
      "// A NaN wins, and nothing wins against it.",
      "let largest: Float = target[i]",
      "target[i] = v > largest || v.isNaN ? v : largest",
    ])

  static let sumPlane = reducePlane(
    "sumPlane", "Adds the elements of its window of `x` to each element of the plane `y`.",
    ["target[i] += v"])

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
