extension Kernel {

  static let moments = Kernel(
    "moments", requires: [.squareRoot],
    """
    /// The mean of `count` elements, `distance` apart, and one over the root of their variance plus
    /// `epsilon`.
    static func moments(
      _ x: UnsafePointer<Float>, count: Int, distance: Int, epsilon: Double
    ) -> (mean: Double, scale: Double) {
      var sum = 0.0
      for i in 0..<count { sum += Double(x[i * distance]) }
      let mean: Double = sum / Double(count)
      var squares = 0.0
      for i in 0..<count {
        let centered: Double = Double(x[i * distance]) - mean
        squares += centered * centered
      }
      let variance: Double = squares / Double(count)
      return (mean, 1 / squareRoot(variance + epsilon))
    }
    """)

  static let normalize = Kernel(
    "normalize",
    """
    /// Sets `count` elements of `y` to those of `x` minus a mean, over a deviation.
    static func normalize(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, mean: Double,
      deviation: Double
    ) {
      for i in 0..<count {
        let centered: Double = Double(x[i]) - mean
        y[i] = Float(centered / deviation)
      }
    }
    """)

}
