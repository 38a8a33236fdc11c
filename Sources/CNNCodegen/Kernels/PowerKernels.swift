extension Kernel {

  /// The compiler turns the square root into a call of the C library, which a program that imports
  /// nothing is not linked with: for negative numbers with optimisation, which the magnitude rules
  /// out, and for all numbers without, which the standard library does for a generic type.
  static let squareRoot = Kernel(
    "squareRoot",
    """
    /// The square root, made so that the linker finds it without the C library.
    @inline(__always)
    static func squareRoot<Number: FloatingPoint>(_ x: Number) -> Number {
      let root = x.magnitude.squareRoot()
      return x < 0 ? .nan : root
    }
    """)

  /// `log((1 + s) / (1 - s)) = 2 artanh s`. Where `|s| <= (sqrt 2 - 1)^2` the series to the power 19
  /// leaves a relative error below 1e-16.
  private static let logOfRatio = Kernel(
    "logOfRatio",
    """
    /// The natural logarithm of `(1 + s) / (1 - s)` for `s` near 0.
    static func logOfRatio(_ s: Double) -> Double {
      let square: Double = s * s
      var series = 1 / 19.0
      series = series * square + 1 / 17.0
      series = series * square + 1 / 15.0
      series = series * square + 1 / 13.0
      series = series * square + 1 / 11.0
      series = series * square + 1 / 9.0
      series = series * square + 1 / 7.0
      series = series * square + 1 / 5.0
      series = series * square + 1 / 3.0
      series = series * square + 1
      return 2 * s * series
    }
    """)

  /// `log x = e ln 2 + log m` with `1 / sqrt 2 <= m <= sqrt 2`.
  static let log = Kernel(
    "log", requires: [.logOfRatio],
    """
    /// The natural logarithm of a positive finite number.
    static func log(_ x: Double) -> Double {
      var m: Double = x.significand
      var e = Double(x.exponent)
      if m > 1.4142135623730951 {
        m /= 2
        e += 1
      }
      return e * 0.6931471805599453 + logOfRatio((m - 1) / (m + 1))
    }
    """)

  static let log1p = Kernel(
    "log1p", requires: [.log],
    """
    /// The natural logarithm of one plus a number from 0 on, relatively exact near 0 too.
    static func log1p(_ x: Double) -> Double {
      if x < 0.4 { return logOfRatio(x / (2 + x)) }
      return x < .infinity ? log(1 + x) : x
    }
    """)

  static let power = Kernel(
    "power", requires: [.exp, .log],
    """
    /// `base` to the power `exponent`, to within the precision of `Float`.
    static func power(_ base: Double, _ exponent: Double) -> Double {
      if exponent == 0 { return 1 }
      if base.isNaN || exponent.isNaN { return .nan }
      // Numbers as large as this are all even.
      let isLarge = exponent.magnitude >= 0x1p53
      let isInteger = isLarge || Double(Int(exponent)) == exponent
      let isOdd = !isLarge && isInteger && Int(exponent) % 2 != 0
      let magnitude: Double
      if base == 0 {
        magnitude = exponent > 0 ? 0 : .infinity
      } else if base.isInfinite {
        magnitude = exponent > 0 ? .infinity : 0
      } else if base < 0 && !isInteger {
        return .nan
      } else {
        magnitude = exp(exponent * log(base.magnitude))
      }
      return base.sign == .minus && isOdd ? -magnitude : magnitude
    }
    """)

  static let normSum = Kernel(
    "NormSum", requires: [.power, .squareRoot],
    """
    /// A sum of powers, and the root of the same order.
    struct NormSum {

      let norm: Double
      var sum = 0.0

      mutating func add(_ x: Double) {
        sum += norm == 2 ? x * x : norm == 1 ? x : power(x, norm)
      }

      /// The root of `factor` times the sum.
      func root(times factor: Double = 1) -> Double {
        let product: Double = sum * factor
        return norm == 2 ? squareRoot(product) : norm == 1 ? product : power(product, 1 / norm)
      }

    }
    """)

}
