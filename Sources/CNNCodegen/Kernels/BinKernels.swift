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

  static let averageBins = Kernel(
    "averageBins", requires: [.box, .bin],
    """
    /// Sets each element of `y` to the mean of its bin of `x`.
    static func averageBins(
      _ x: UnsafePointer<Float>, _ elements: Box, to y: UnsafeMutablePointer<Float>, _ bins: Box
    ) {
      for z in 0..<bins.depth {
        let planes = bin(z, of: bins.depth, over: elements.depth)
        for row in 0..<bins.height {
          let rows = bin(row, of: bins.height, over: elements.height)
          for column in 0..<bins.width {
            let columns = bin(column, of: bins.width, over: elements.width)
            var sum = 0.0
            for iz in planes {
              for iy in rows {
                let line = x + (iz * elements.height + iy) * elements.width
                for ix in columns { sum += Double(line[ix]) }
              }
            }
            let count = planes.count * rows.count * columns.count
            y[(z * bins.height + row) * bins.width + column] = Float(sum / Double(count))
          }
        }
      }
    }
    """)

}
