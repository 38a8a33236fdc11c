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

}
