import CNNPlanning

/// Functions that the functions of single elements are made of, a vector at a time.
///
/// Polynomials and quotients of them have the least largest relative error (Lawson's iteration, in
/// double precision); together with rounding it is below 5e-7 of 1 or of the result, whichever is more.
/// The kernels of the runtime compute with the same ones.
extension EmissionTarget {

  var exponential: Kernel {
    Kernel(
      "exponential", requires: [powerOfTwo, limit],
      """
      /// The exponential function of `x`, which is limited to the range whose results are normal.
      @inline(__always)
      static func exponential(_ x: Vector) -> Vector {
        powerOfTwo(limit(x, Vector(repeating: -87.3), Vector(repeating: 87.3)), \(Self.log2E))
      }
      """)
  }

  /// The logarithm of e to the base of two.
  static let log2E = "1.44269504"

  var powerOfTwo: Kernel {
    let series = Self.polynomial(
      "p", of: "f",
      ["1.3264727e-3", "9.6715129e-3", "5.5507337e-2", "2.4022242e-1", "6.9314698e-1", "1"])
    return Kernel(
      "powerOfTwo", requires: [multiplyAdd],
      """
      /// Two to the power `x * factor`, where that is from -126 to 126: `2^n` times a polynomial
      /// for `2^f`, with `f` from -0.5 to 0.5. Adding 1.5 * 2^23 rounds to the integer `n`, which
      /// the last bits of the sum then hold.
      @inline(__always)
      static func powerOfTwo(_ x: Vector, _ factor: Float) -> Vector {
        let scale = Vector(repeating: factor)
        let shift = Vector(repeating: 12_582_912)
        let shifted: Vector = multiplyAdd(x, scale, shift)
        let f: Vector = multiplyAdd(x, scale, shift - shifted)
        \(series)
        let n = unsafeBitCast(shifted, to: SIMD\(lanes)<UInt32>.self)
        return p * unsafeBitCast((n &+ 127) &<< 23, to: Vector.self)
      }
      """)
  }

  var hyperbolicTangent: Kernel {
    let numerator = Self.polynomial(
      "p", of: "z", ["1.3354625e-8", "2.0609055e-5", "3.4955864e-3", "1.3381024e-1", "0.99999998"])
    let denominator = Self.polynomial(
      "q", of: "z", ["7.7765431e-7", "3.2856321e-4", "2.5876976e-2", "4.6714340e-1", "1"])
    return Kernel(
      "hyperbolicTangent", requires: [multiplyAdd, limit],
      """
      /// The hyperbolic tangent, which is 1 in single precision from 9 on: a quotient of polynomials.
      @inline(__always)
      static func hyperbolicTangent(_ x: Vector) -> Vector {
        let a: Vector = limit(x, Vector(repeating: -9), Vector(repeating: 9))
        let z: Vector = a * a
        \(numerator)
        \(denominator)
        return limit(a * p / q, Vector(repeating: -1), Vector(repeating: 1))
      }
      """)
  }

  var normalDistribution: Kernel {
    let numerator = Self.polynomial(
      "p", of: "z",
      [
        "2.2650839e-8", "6.2950625e-6", "1.6641438e-4", "4.6623479e-3", "3.3659025e-2",
        "3.9894226e-1",
      ])
    let denominator = Self.polynomial(
      "q", of: "z",
      ["1.1903757e-6", "7.2657275e-5", "1.8711293e-3", "2.8527047e-2", "2.5103704e-1", "1"])
    return Kernel(
      "normalDistribution", requires: [multiplyAdd, limit],
      """
      /// The part of a normal distribution below `x`, which is 1 in single precision from 5.54 on: a
      /// quotient of polynomials.
      @inline(__always)
      static func normalDistribution(_ x: Vector) -> Vector {
        let a: Vector = limit(x, Vector(repeating: -5.54), Vector(repeating: 5.54))
        let z: Vector = a * a
        \(numerator)
        \(denominator)
        return 0.5 + a * p / q
      }
      """)
  }

  /// Statements that compute a polynomial by Horner's rule, the coefficient of the highest power first.
  private static func polynomial(
    _ name: String, of variable: String, _ coefficients: [String]
  ) -> String {
    let steps = coefficients.dropFirst().map {
      "\n  \(name) = multiplyAdd(\(name), \(variable), Vector(repeating: \($0)))"
    }
    return "var \(name) = Vector(repeating: \(coefficients[0]))" + steps.joined()
  }

  var zeroUpTo: Kernel {
    Kernel(
      "zeroUpTo", requires: [vector],
      """
      /// `y` where `x` exceeds `end`, else 0.
      @inline(__always)
      static func zeroUpTo(_ end: Float, _ x: Vector, _ y: Vector) -> Vector {
        Vector().replacing(with: y, where: x .> end)
      }
      """)
  }

}
