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

  /// A convolution whose windows read beyond the input; `source` says which element stands there.
  static func convolveBeyond(_ source: Kernel) -> Kernel {
    let name = "convolve" + source.name.prefix(1).uppercased() + source.name.dropFirst()
    return Kernel(
      name, requires: [.axis, source],
      """
      /// The sums over `channels` channels of the products of a filter with its windows. Beside the
      /// input stands the element that `\(source.name)` gives.
      static func \(name)(
        _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, bias: Float,
        to y: UnsafeMutablePointer<Float>, channels: Int, depth: Axis, rows: Axis, columns: Axis
      ) {
        var target = y
        for z in 0..<depth.windows {
          for row in 0..<rows.windows {
            for column in 0..<columns.windows {
              var sum: Float = bias
              var tap = weight
              for channel in 0..<channels {
                for kz in 0..<depth.taps {
                  let place = \(source.name)(depth.position(z, kz), over: depth.inputs)
                  let plane = channel * depth.inputs + place
                  for ky in 0..<rows.taps {
                    let line = \(source.name)(rows.position(row, ky), over: rows.inputs)
                    let start = x + (plane * rows.inputs + line) * columns.inputs
                    for kx in 0..<columns.taps {
                      let position = columns.position(column, kx)
                      sum += tap.pointee * start[\(source.name)(position, over: columns.inputs)]
                      tap += 1
                    }
                  }
                }
              }
              target.pointee = sum
              target += 1
            }
          }
        }
      }
      """)
  }

}
