/// Tensors in other layouts.
extension Kernel {

  static let block = Kernel(
    "block",
    """
    /// A row of up to sixteen channels, `plane` apart, side by side; zeros for those that lack.
    static func block(
      _ x: UnsafePointer<Float>, plane: Int, channels: Int, to y: UnsafeMutablePointer<Float>,
      pixels: Int
    ) {
      for i in 0..<pixels {
        for c in 0..<channels { y[i * 16 + c] = x[c * plane + i] }
        for c in channels..<16 { y[i * 16 + c] = 0 }
      }
    }
    """)

  static let unblock = Kernel(
    "unblock",
    """
    /// A row of up to sixteen channels that lie side by side, `plane` apart.
    static func unblock(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, plane: Int, channels: Int,
      pixels: Int
    ) {
      for c in 0..<channels {
        for i in 0..<pixels { y[c * plane + i] = x[i * 16 + c] }
      }
    }
    """)

  static let copyChannel = Kernel(
    "copyChannel",
    """
    /// A channel of a row of pixels.
    static func copyChannel(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, pixels: Int
    ) {
      for i in 0..<pixels { y[i * 16] = x[i * 16] }
    }
    """)

  static let clearBorder = Kernel(
    "clearBorder",
    """
    /// Zeros around the rows of a plane: `above` and `below` it, and `left` and `right` of each
    /// row, which takes `row` numbers.
    static func clearBorder(
      _ x: UnsafeMutablePointer<Float>, rows: Int, row: Int, above: Int, below: Int, left: Int,
      right: Int
    ) {
      x.update(repeating: 0, count: above * row)
      for y in above..<above + rows {
        (x + y * row).update(repeating: 0, count: left)
        (x + ((y + 1) * row - right)).update(repeating: 0, count: right)
      }
      (x + (above + rows) * row).update(repeating: 0, count: below * row)
    }
    """)

  static let offsets = Kernel(
    "Offsets",
    """
    /// A list of offsets in memory for numbers.
    struct Offsets {

      let start: UnsafeMutablePointer<Int>
      private var end: UnsafeMutablePointer<Int>

      init(_ memory: UnsafeMutablePointer<Float>, count: Int) {
        start = UnsafeMutableRawPointer(memory).bindMemory(to: Int.self, capacity: count)
        end = start
      }

      /// Adds an offset, repeated at regular distances, and all these repeated at others.
      mutating func add(
        _ first: Int, _ inner: Int = 1, by distance: Int = 0, _ outer: Int = 1,
        by outerDistance: Int = 0
      ) {
        for i in 0..<outer {
          for k in 0..<inner {
            end[k] = first + i * outerDistance + k * distance
          }
          end += inner
        }
      }

    }
    """)

}
