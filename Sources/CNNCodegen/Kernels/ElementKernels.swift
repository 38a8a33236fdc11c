/// Functions of one element, number by number.
extension Kernel {

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
