/// Functions of one element that consist of straight lines.
extension Kernel {

  static let relu = Kernel(
    "relu",
    """
    /// `x`, or 0 if it is negative; a NaN stays one.
    @inline(__always)
    static func relu(_ x: Float) -> Float { x < 0 ? 0 : x }
    """)

  static let relu6 = Kernel(
    "relu6",
    """
    /// `x`, limited to 0 to 6; a NaN stays one.
    @inline(__always)
    static func relu6(_ x: Float) -> Float { x < 0 ? 0 : x > 6 ? 6 : x }
    """)

  static let leakyRelu = Kernel(
    "leakyRelu",
    """
    /// `x`, times `slope` if it is negative.
    @inline(__always)
    static func leakyRelu(_ x: Float, slope: Float) -> Float { x > 0 ? x : x * slope }
    """)

  static let hardSigmoid = Kernel(
    "hardSigmoid",
    """
    /// The line of a slope through an offset, limited to 0 to 1; a NaN stays one.
    @inline(__always)
    static func hardSigmoid(_ x: Float, slope: Double, offset: Double) -> Float {
      let y: Double = Double(x) * slope + offset
      return Float(y < 0 ? 0 : y > 1 ? 1 : y)
    }
    """)

  /// The product with a number up to 6 could overflow in single precision.
  static let hardSwish = Kernel(
    "hardSwish",
    """
    /// `x` times a piecewise linear sigmoid of it.
    @inline(__always)
    static func hardSwish(_ x: Float) -> Float {
      let shifted: Double = Double(x) + 3
      let factor: Double = shifted < 0 ? 0 : shifted > 6 ? 6 : shifted
      return Float(Double(x) * factor / 6)
    }
    """)

  static let clip = Kernel(
    "clip",
    """
    /// `x`, limited to a range whose end counts more than its start; a NaN stays one.
    @inline(__always)
    static func clip(
      _ x: Float, min: Float = -.infinity, max: Float = .infinity
    ) -> Float {
      let y: Float = x < min ? min : x
      return y > max ? max : y
    }
    """)

  static let softsign = Kernel(
    "softsign",
    """
    /// `x` over one plus its magnitude.
    @inline(__always)
    static func softsign(_ x: Float) -> Float {
      let divisor: Double = 1 + Double(x.magnitude)
      return Float(Double(x) / divisor)
    }
    """)

  static let identity = Kernel(
    "identity",
    """
    /// `x`.
    @inline(__always)
    static func identity(_ x: Float) -> Float { x }
    """)

}
