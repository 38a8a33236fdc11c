extension Kernel {

  static let larger = Kernel(
    "larger",
    """
    /// The larger of two numbers; a NaN wins.
    @inline(__always)
    static func larger(_ a: Float, _ b: Float) -> Float { b > a || b.isNaN ? b : a }
    """)

  static let smaller = Kernel(
    "smaller",
    """
    /// The smaller of two numbers; a NaN wins.
    @inline(__always)
    static func smaller(_ a: Float, _ b: Float) -> Float { b < a || b.isNaN ? b : a }
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

  static let argmax = Kernel(
    "argmax",
    """
    /// The number of the largest of `count` elements, `distance` apart: the first of equal ones; a
    /// NaN wins.
    static func argmax(_ x: UnsafePointer<Float>, count: Int, distance: Int) -> Int {
      var best = 0
      for i in 1..<count {
        let (value, largest) = (x[i * distance], x[best * distance])
        if value > largest || value.isNaN && !largest.isNaN { best = i }
      }
      return best
    }
    """)

}
