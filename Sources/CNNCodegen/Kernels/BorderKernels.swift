/// Which element of an axis stands at a position in a border around it.
extension Kernel {

  static let reflected = Kernel(
    "reflected",
    """
    /// The element of `count` that a mirror at the ends shows at a position.
    @inline(__always)
    static func reflected(_ position: Int, over count: Int) -> Int {
      position < 0 ? -position : position < count ? position : 2 * (count - 1) - position
    }
    """)

  static let replicated = Kernel(
    "replicated",
    """
    /// The element of `count` that is nearest to a position.
    @inline(__always)
    static func replicated(_ position: Int, over count: Int) -> Int {
      position < 0 ? 0 : position < count ? position : count - 1
    }
    """)

  static let wrapped = Kernel(
    "wrapped",
    """
    /// The element of `count` at a position, where the last one is followed by the first.
    @inline(__always)
    static func wrapped(_ position: Int, over count: Int) -> Int {
      position < 0 ? position + count : position < count ? position : position - count
    }
    """)

  /// What the taps beside the input add to a convolution, whose kernel passes over them; `source`
  /// says which element stands there.
  static func convolveBorder(_ source: Kernel) -> Kernel {
    let name = "convolve" + source.name.prefix(1).uppercased() + source.name.dropFirst()
    return Kernel(
      name, requires: [.axis, .strides, source],
      """
      /// Adds the products of the taps that lie beside the planes from `x` on, where the element
      /// stands that `\(source.name)` gives, to the rows `strip` of the planes from `y` on.
      static func \(name)(
        _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>, rows: Axis, columns: Axis, strides: Strides,
        strip: Range<Int>, channels: Int, filters: Int
      ) {
        let all = 0..<columns.windows
        let inside = columns.windows(
          reaching: columns.taps - 1, in: columns.windows(reaching: 0, in: all))
        for row in strip {
          let isRowInside = rows.tapsInside(row).count == rows.taps
          for column in all where !(isRowInside && inside.contains(column)) {
            let target = y + (row * columns.windows + column)
            for ky in 0..<rows.taps {
              let (line, lines) = (rows.position(row, ky), 0..<rows.inputs)
              let start = x + \(source.name)(line, over: rows.inputs) * columns.inputs
              for kx in 0..<columns.taps {
                let position = columns.position(column, kx)
                if lines.contains(line) && position >= 0 && position < columns.inputs { continue }
                let element = start + \(source.name)(position, over: columns.inputs)
                let tap = weight + (ky * columns.taps + kx)
                for filter in 0..<filters {
                  var sum: Float = 0
                  for channel in 0..<channels {
                    let w: Float = tap[filter * strides.filter + channel * strides.channel]
                    sum += w * element[channel * strides.input]
                  }
                  target[filter * strides.output] += sum
                }
              }
            }
          }
        }
      }
      """)
  }

}
