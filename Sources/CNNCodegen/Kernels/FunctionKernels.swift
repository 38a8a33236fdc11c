extension Kernel {

  /// `exp(x)` is `2^n exp(r)` with `n` the integer nearest to `x / ln 2`. The Taylor series to the
  /// power 11 leaves a relative error below 1e-14 where `|r| <= ln 2 / 2`.
  static let exp = Kernel(
    "exp",
    """
    /// The exponential function, to well within the precision of `Float`.
    static func exp(_ x: Double) -> Double {
      if !(x > -708) { return x.isNaN ? x : 0 }
      if x > 709 { return .infinity }
      let n = Int(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5))
      // ln 2 in two parts, the first short enough for its product with n to be exact.
      let high: Double = x - Double(n) * 0.6931471803691238
      let r: Double = high - Double(n) * 1.9082149292705877e-10
      var series = 2.505210838544172e-08
      series = series * r + 2.755731922398589e-07
      series = series * r + 2.7557319223985893e-06
      series = series * r + 2.48015873015873e-05
      series = series * r + 0.0001984126984126984
      series = series * r + 0.001388888888888889
      series = series * r + 0.008333333333333333
      series = series * r + 0.041666666666666664
      series = series * r + 0.16666666666666666
      series = series * r + 0.5
      series = series * r + 1
      series = series * r + 1
      return series * Double(bitPattern: UInt64(1023 + n) << 52)
    }
    """)

  /// The Taylor series to the power 13 leaves a relative error below 1e-17 where it is used.
  static let expm1 = Kernel(
    "expm1", requires: [.exp],
    """
    /// The exponential function minus 1, with a small relative error near 0 too.
    static func expm1(_ x: Double) -> Double {
      if !(x.magnitude < 0.35) { return exp(x) - 1 }
      var series = 1.0
      for divisor in [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2] as [Double] {
        series = 1 + series * x / divisor
      }
      return x * series
    }
    """)

  static let sigmoid = Kernel(
    "sigmoid", requires: [.exp],
    """
    /// The logistic function.
    static func sigmoid(_ x: Float) -> Float { Float(1 / (1 + exp(-Double(x)))) }
    """)

  static let tanh = Kernel(
    "tanh", requires: [.exp],
    """
    /// The hyperbolic tangent.
    static func tanh(_ x: Float) -> Float {
      let x = Double(x)
      if x.magnitude < 0.05 {
        // Near 0 the formula below would cancel; four terms of the series are exact enough.
        let square: Double = x * x
        let tail: Double = 2 / 15.0 - square * (17 / 315.0)
        return Float(x * (1 - square * (1 / 3.0 - square * tail)))
      }
      if x.magnitude > 20 { return x < 0 ? -1 : 1 }
      return Float(1 - 2 / (1 + exp(2 * x)))
    }
    """)

  static let softmax = Kernel(
    "softmax", requires: [.exp],
    """
    /// The softmax of `count` elements, `distance` apart.
    static func softmax(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, distance: Int
    ) {
      var largest = -Float.infinity
      for i in 0..<count where x[i * distance] > largest { largest = x[i * distance] }
      // The largest goes to exp(0), so that nothing overflows.
      var sum = 0.0
      for i in 0..<count {
        let value: Double = exp(Double(x[i * distance]) - Double(largest))
        y[i * distance] = Float(value)
        sum += value
      }
      for i in 0..<count { y[i * distance] = Float(Double(y[i * distance]) / sum) }
    }
    """)

  static let logSoftmax = Kernel(
    "logSoftmax", requires: [.exp, .log],
    """
    /// The logarithm of the softmax of `count` elements, `distance` apart.
    static func logSoftmax(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, distance: Int
    ) {
      var largest = -Float.infinity
      for i in 0..<count where x[i * distance] > largest { largest = x[i * distance] }
      // The largest goes to exp(0), so that nothing overflows.
      var sum = 0.0
      for i in 0..<count { sum += exp(Double(x[i * distance]) - Double(largest)) }
      let shift: Double = sum.isNaN ? .nan : log(sum)
      for i in 0..<count {
        let distanceToLargest: Double = Double(x[i * distance]) - Double(largest)
        y[i * distance] = Float(distanceToLargest - shift)
      }
    }
    """)

}
