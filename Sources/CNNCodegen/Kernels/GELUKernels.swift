/// Functions of one element that are made of the exponential and the error function.
extension Kernel {

  static let silu = Kernel(
    "silu", requires: [.exp],
    """
    /// `x` times its logistic function.
    static func silu(_ x: Float) -> Float { Float(Double(x) / (1 + exp(-Double(x)))) }
    """)

  /// The rational approximations are those of W. J. Cody, "Rational Chebyshev approximations for
  /// the error function", Mathematics of Computation 23 (1969), and his program CALERF.
  static let erfc = Kernel(
    "erfc", requires: [.exp],
    """
    /// One minus the error function, with a small relative error (Cody, 1969).
    static func erfc(_ x: Double) -> Double {
      let y: Double = x.magnitude
      if y <= 0.46875 { return 1 - x * erfRatio(y * y) }
      // What is smaller than any number has no tail to compute.
      if y > 26.6 { return x < 0 ? 2 : 0 }
      let tail: Double = exp(-y * y) * (y <= 4 ? erfcRatio(y) : erfcTail(y))
      return x < 0 ? 2 - tail : tail
    }

    /// `erf(x) / x`, given the square of `x` up to 0.46875.
    private static func erfRatio(_ square: Double) -> Double {
      var p: Double = 0.185777706184603153 * square
      p = (p + 3.16112374387056560) * square
      p = (p + 113.864154151050156) * square
      p = (p + 377.485237685302021) * square
      p += 3209.37758913846947
      var q: Double = square
      q = (q + 23.6012909523441209) * square
      q = (q + 244.024637934444173) * square
      q = (q + 1282.61652607737228) * square
      q += 2844.23683343917062
      return p / q
    }

    /// `erfc(x) exp(x x)` from 0.46875 to 4.
    private static func erfcRatio(_ x: Double) -> Double {
      var p: Double = 2.15311535474403846e-8 * x
      p = (p + 0.564188496988670089) * x
      p = (p + 8.88314979438837594) * x
      p = (p + 66.1191906371416295) * x
      p = (p + 298.635138197400131) * x
      p = (p + 881.952221241769090) * x
      p = (p + 1712.04761263407058) * x
      p = (p + 2051.07837782607147) * x
      p += 1230.33935479799725
      var q: Double = x
      q = (q + 15.7449261107098347) * x
      q = (q + 117.693950891312499) * x
      q = (q + 537.181101862009858) * x
      q = (q + 1621.38957456669019) * x
      q = (q + 3290.79923573345963) * x
      q = (q + 4362.61909014324716) * x
      q = (q + 3439.36767414372164) * x
      q += 1230.33935480374942
      return p / q
    }

    /// `erfc(x) exp(x x)` from 4 on.
    private static func erfcTail(_ x: Double) -> Double {
      let z: Double = 1 / (x * x)
      var p: Double = 0.0163153871373020978 * z
      p = (p + 0.305326634961232344) * z
      p = (p + 0.360344899949804439) * z
      p = (p + 0.125781726111229246) * z
      p = (p + 0.0160837851487422766) * z
      p += 0.000658749161529837803
      var q: Double = z
      q = (q + 2.56852019228982242) * z
      q = (q + 1.87295284992346725) * z
      q = (q + 0.527905102951428412) * z
      q = (q + 0.0605183413124413191) * z
      q += 0.00233520497626869185
      // The square root of pi is the limit of the factor.
      return (0.56418958354775628695 - z * p / q) / x
    }
    """)

  static let gelu = Kernel(
    "gelu", requires: [.erfc],
    """
    /// `x` times the distribution function of the normal distribution.
    static func gelu(_ x: Float) -> Float {
      let tail: Double = erfc(-Double(x) * 0.7071067811865476)
      return Float(0.5 * Double(x) * tail)
    }
    """)

  /// `0.5 x (1 + tanh u)` is `x / (1 + exp(-2 u))`, which does not cancel where `tanh u` is near -1.
  static let approximateGELU = Kernel(
    "approximateGELU", requires: [.exp],
    """
    /// `x` times the normal distribution function, as the hyperbolic tangent approximates it.
    static func approximateGELU(_ x: Float) -> Float {
      let x = Double(x)
      let inner: Double = 0.7978845608028654 * (x + 0.044715 * x * x * x)
      return Float(x / (1 + exp(-2 * inner)))
    }
    """)

}
