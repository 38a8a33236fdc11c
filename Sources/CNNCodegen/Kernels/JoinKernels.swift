extension Kernel {

  static let larger = Kernel(
    "larger",
    """
    /// The larger of two numbers; a NaN wins.
    @inline(__always)
    static func larger(_ a: Float, _ b: Float) -> Float { b > a || b.isNaN ? b : a }
    """)

  static let largest = Kernel(
    "largest", requires: [.larger],
    """
    /// The largest of `count` elements; a NaN wins.
    static func largest(_ x: UnsafePointer<Float>, count: Int) -> Float {
      var result = -Float.infinity
      for i in 0..<count { result = larger(result, x[i]) }
      return result
    }
    """)

}
