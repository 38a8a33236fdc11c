extension Kernel {

  static let box = Kernel(
    "Box",
    """
    /// The spatial extents of a tensor; axes that it does not have are 1.
    struct Box {
      var depth = 1
      var height = 1
      var width = 1
    }
    """)

  static let bin = Kernel(
    "bin",
    """
    /// The elements of bin `index` of `bins` that cover `count` elements evenly.
    static func bin(_ index: Int, of bins: Int, over count: Int) -> Range<Int> {
      index * count / bins..<((index + 1) * count + bins - 1) / bins
    }
    """)

  static let averageBins = reduceBins(
    "averageBins", "the mean", from: "0.0", taking: "result += Double(line[ix])",
    finishing: [
      "let count = planes.count * rows.count * columns.count",
      "y[i] = Float(result / Double(count))",
    ])

  static let maximizeBins = reduceBins(
    "maximizeBins", "the largest element", from: "-Float.infinity",
    taking: "result = larger(result, line[ix])", finishing: ["y[i] = result"],
    requires: [.larger])

  /// A loop over the bins of a channel and the elements of each.
  private static func reduceBins(
    _ name: String, _ summary: String, from start: String, taking step: String,
    finishing end: [String], requires kernels: [Kernel] = []
  ) -> Kernel {
    Kernel(
      name, requires: [.box, .bin] + kernels,
      """
      /// Sets each element of `y` to \(summary) of its bin of `x`.
      static func \(name)(
        _ x: UnsafePointer<Float>, _ elements: Box, to y: UnsafeMutablePointer<Float>, _ bins: Box
      ) {
        for z in 0..<bins.depth {
          let planes = bin(z, of: bins.depth, over: elements.depth)
          for row in 0..<bins.height {
            let rows = bin(row, of: bins.height, over: elements.height)
            for column in 0..<bins.width {
              let columns = bin(column, of: bins.width, over: elements.width)
              var result = \(start)
              for iz in planes {
                for iy in rows {
                  let line = x + (iz * elements.height + iy) * elements.width
                  for ix in columns { \(step) }
                }
              }
              let i = (z * bins.height + row) * bins.width + column
              \(end.joined(separator: "\n        "))
            }
          }
        }
      }
      """)
  }

}
