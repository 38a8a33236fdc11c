import CNNOps

/// Functions of one element that are made of the exponential and the logarithm.
extension Kernel {

  static let elu = Kernel(
    "elu", requires: [.expm1],
    """
    /// `x`, or a multiple of its exponential minus 1 if it is negative.
    static func elu(_ x: Float, alpha: Double) -> Float {
      x < 0 ? Float(alpha * expm1(Double(x))) : x
    }
    """)

  static let selu = Kernel(
    "selu", requires: [.expm1],
    """
    /// The ELU with the constants of self-normalising networks.
    static func selu(_ x: Float) -> Float {
      let x = Double(x)
      let y: Double = x < 0 ? \(literal(SELU.alpha)) * expm1(x) : x
      return Float(\(literal(SELU.scale)) * y)
    }
    """)

  static let celu = Kernel(
    "celu", requires: [.expm1],
    """
    /// `x`, or a smooth continuation of it above minus alpha if it is negative.
    static func celu(_ x: Float, alpha: Double) -> Float {
      x < 0 ? Float(alpha * expm1(Double(x) / alpha)) : x
    }
    """)

  static let softplus = Kernel(
    "softplus", requires: [.exp, .log1p],
    """
    /// The logarithm of one plus the exponential of `beta x`, over `beta`; `x` where `beta x`
    /// exceeds the threshold.
    static func softplus(_ x: Float, beta: Double, threshold: Double) -> Float {
      let product: Double = Double(x) * beta
      if product > threshold { return x }
      return Float(log1p(exp(product)) / beta)
    }
    """)

  /// `tanh(log(1 + e))` is `n / (n + 2)` with `n = e (e + 2)`. From 20 on it is 1 in single precision.
  static let mish = Kernel(
    "mish", requires: [.exp],
    """
    /// `x` times the hyperbolic tangent of the logarithm of one plus its exponential.
    static func mish(_ x: Float) -> Float {
      if x > 20 { return x }
      let e: Double = exp(Double(x))
      let n: Double = e * (e + 2)
      return Float(Double(x) * (n / (n + 2)))
    }
    """)

}
