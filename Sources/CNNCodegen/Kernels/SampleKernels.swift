extension Kernel {

  static let floor = Kernel(
    "floor",
    """
    /// The largest integer that is not above `x`.
    @inline(__always)
    static func floor(_ x: Double) -> Int {
      let truncated = Int(x)
      return Double(truncated) > x ? truncated - 1 : truncated
    }
    """)

  /// A bilinear sample.
  static let sample = Kernel(
    "sample", requires: [.floor],
    """
    /// The bilinear sample of a plane, times `weight`; 0 beyond the borders.
    static func sample(
      _ x: UnsafePointer<Float>, height: Int, width: Int, row: Double, column: Double,
      weight: Float
    ) -> Double {
      guard row > -1, column > -1, row < Double(height), column < Double(width) else { return 0 }
      let top = floor(row)
      let left = floor(column)
      let down: Double = row - Double(top)
      let right: Double = column - Double(left)
      func line(_ y: Int) -> Double {
        if y < 0 || y >= height { return 0 }
        let first = left < 0 ? 0 : Double(x[y * width + left])
        let second = left + 1 < width ? Double(x[y * width + left + 1]) : 0
        return first * (1 - right) + second * right
      }
      let sum: Double = line(top) * (1 - down) + line(top + 1) * down
      return Double(weight) * sum
    }
    """)

  static let convolveSamples = Kernel(
    "convolveSamples", requires: [.axis, .sample],
    """
    /// Adds the products of samples of the plane `x` with the weights of one tap to the planes of
    /// `filters` filters from `y` on.
    ///
    /// The samples lie where the tap does, moved by `offsets`: a plane of rows, then of columns.
    static func convolveSamples(
      of x: UnsafePointer<Float>, _ offsets: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
      _ weight: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, rows: Axis,
      columns: Axis, tap: Int, filters: Int, filterDistance: Int
    ) {
      let area = rows.windows * columns.windows
      for row in 0..<rows.windows {
        let top = Double(rows.position(row, tap / columns.taps))
        for column in 0..<columns.windows {
          let left = Double(columns.position(column, tap % columns.taps))
          let i = row * columns.windows + column
          let value = Float(
            sample(
              x, height: rows.inputs, width: columns.inputs, row: top + Double(offsets[i]),
              column: left + Double(offsets[area + i]), weight: mask?[i] ?? 1))
          for filter in 0..<filters {
            y[filter * area + i] += value * weight[filter * filterDistance]
          }
        }
      }
    }
    """)

}
