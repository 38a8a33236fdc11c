extension Kernel {

  static let load = Kernel(
    "load",
    """
    /// Four elements from `x` on.
    @inline(__always)
    static func load(_ x: UnsafePointer<Float>) -> SIMD4<Float> {
      UnsafeRawPointer(x).loadUnaligned(as: SIMD4<Float>.self)
    }
    """)

  static let loadPair = Kernel(
    "loadPair",
    """
    /// Two elements from `x` on.
    @inline(__always)
    static func loadPair(_ x: UnsafePointer<Float>) -> SIMD2<Float> {
      UnsafeRawPointer(x).loadUnaligned(as: SIMD2<Float>.self)
    }
    """)

  static let gather = Kernel(
    "gather",
    """
    /// Four elements from `x` on, `step` apart.
    @inline(__always)
    static func gather(_ x: UnsafePointer<Float>, _ step: Int) -> SIMD4<Float> {
      SIMD4(x[0], x[step], x[2 &* step], x[3 &* step])
    }
    """)

  static let gatherPair = Kernel(
    "gatherPair",
    """
    /// Two elements from `x` on, `step` apart.
    @inline(__always)
    static func gatherPair(_ x: UnsafePointer<Float>, _ step: Int) -> SIMD2<Float> {
      SIMD2(x[0], x[step])
    }
    """)

  static let add = Kernel(
    "add", requires: [.load],
    """
    /// Adds `v` to four elements from `y` on.
    @inline(__always)
    static func add(_ v: SIMD4<Float>, to y: UnsafeMutablePointer<Float>) {
      let sum: SIMD4<Float> = load(y) + v
      UnsafeMutableRawPointer(y).storeBytes(of: sum, as: SIMD4<Float>.self)
    }
    """)

  static let addPair = Kernel(
    "addPair", requires: [.loadPair],
    """
    /// Adds `v` to two elements from `y` on.
    @inline(__always)
    static func addPair(_ v: SIMD2<Float>, to y: UnsafeMutablePointer<Float>) {
      let sum: SIMD2<Float> = loadPair(y) + v
      UnsafeMutableRawPointer(y).storeBytes(of: sum, as: SIMD2<Float>.self)
    }
    """)

  static let fill = Kernel(
    "fill",
    """
    /// Sets `count` elements from `y` on to `value`.
    static func fill(_ y: UnsafeMutablePointer<Float>, with value: Float, count: Int) {
      for i in 0..<count { y[i] = value }
    }
    """)

  /// The lanes are added in halves: `SIMD4.sum()` makes the compiler shuffle lanes in the loop.
  static let sumOfLanes = Kernel(
    "sumOfLanes",
    """
    /// The sum of the four lanes.
    @inline(__always)
    static func sumOfLanes(_ v: SIMD4<Float>) -> Float {
      let halves: SIMD2<Float> = v.lowHalf + v.highHalf
      return halves.x + halves.y
    }
    """)

  /// The four independent sums keep the adders busy, which one sum would leave waiting.
  static let dot = Kernel(
    "dot", requires: [.load, .sumOfLanes],
    """
    /// The sum of the products of `count` elements.
    static func dot(
      _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
    ) -> Float {
      var sum0 = SIMD4<Float>()
      var sum1 = SIMD4<Float>()
      var sum2 = SIMD4<Float>()
      var sum3 = SIMD4<Float>()
      var i = 0
      while i &+ 16 <= count {
        sum0 += load(a + i) * load(b + i)
        sum1 += load(a + i + 4) * load(b + i + 4)
        sum2 += load(a + i + 8) * load(b + i + 8)
        sum3 += load(a + i + 12) * load(b + i + 12)
        i &+= 16
      }
      var total: Float = sumOfLanes((sum0 + sum1) + (sum2 + sum3))
      while i < count {
        total += a[i] * b[i]
        i &+= 1
      }
      return total
    }
    """)

  static let sum = Kernel(
    "sum", requires: [.load, .sumOfLanes],
    """
    /// The sum of `count` elements.
    static func sum(_ x: UnsafePointer<Float>, count: Int) -> Float {
      var sum0 = SIMD4<Float>()
      var sum1 = SIMD4<Float>()
      var i = 0
      while i &+ 8 <= count {
        sum0 += load(x + i)
        sum1 += load(x + i + 4)
        i &+= 8
      }
      var total: Float = sumOfLanes(sum0 + sum1)
      while i < count {
        total += x[i]
        i &+= 1
      }
      return total
    }
    """)

}
