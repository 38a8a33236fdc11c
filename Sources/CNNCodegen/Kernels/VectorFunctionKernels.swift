import CNNPlanning

/// Functions that the functions of single elements are made of, a vector at a time.
///
/// Polynomials and quotients of them have the least largest relative error (Lawson's iteration, in
/// double precision); together with rounding it is below 5e-7 of 1 or of the result, whichever is more.
/// The kernels of the runtime compute with the same ones.
extension EmissionTarget {

  /// Adding 1.5 * 2^23 rounds to an integer, which the last bits of the sum then hold.
  var exponential: Kernel {
    let series = Self.polynomial(
      "p", of: "f",
      ["1.3264727e-3", "9.6715129e-3", "5.5507337e-2", "2.4022242e-1", "6.9314698e-1", "1"])
    return Kernel(
      "exponential", requires: [multiplyAdd, limit],
      """
      /// The exponential function from 1e-38 to 1e38, and these beyond: `2^n` times a polynomial for
      /// `2^f`, with `f` from -0.5 to 0.5.
      @inline(__always)
      static func exponential(_ x: Vector) -> Vector {
        let limited: Vector = limit(x, Vector(repeating: -87.3), Vector(repeating: 87.3))
        let scale = Vector(repeating: 1.44269504)
        let shift = Vector(repeating: 12_582_912)
        let shifted: Vector = multiplyAdd(limited, scale, shift)
        let f: Vector = multiplyAdd(limited, scale, shift - shifted)
        \(series)
        let n = unsafeBitCast(shifted, to: SIMD\(lanes)<UInt32>.self)
        return p * unsafeBitCast((n &+ 127) &<< 23, to: Vector.self)
      }
      """)
  }

  var hyperbolicTangent: Kernel {
    quotient(
      "hyperbolicTangent", "The hyperbolic tangent", end: "9",
      ["1.3354625e-8", "2.0609055e-5", "3.4955864e-3", "1.3381024e-1", "0.99999998"],
      ["7.7765431e-7", "3.2856321e-4", "2.5876976e-2", "4.6714340e-1", "1"])
  }

  var errorFunction: Kernel {
    quotient(
      "errorFunction", "The error function", end: "3.92",
      [
        "2.0501199e-6", "2.8488201e-4", "3.7655276e-3", "5.2748445e-2", "1.9040420e-1",
        "1.1283791",
      ],
      ["3.8092021e-5", "1.1625164e-3", "1.4969034e-2", "1.1410819e-1", "5.0207407e-1", "1"])
  }

  /// An odd function as a quotient of polynomials, from minus `end` to `end`, where it is 1 in single
  /// precision.
  private func quotient(
    _ name: String, _ summary: String, end: String, _ numerator: [String], _ denominator: [String]
  ) -> Kernel {
    Kernel(
      name, requires: [multiplyAdd, limit],
      """
      /// \(summary).
      @inline(__always)
      static func \(name)(_ x: Vector) -> Vector {
        let a: Vector = limit(x, Vector(repeating: -\(end)), Vector(repeating: \(end)))
        let z: Vector = a * a
        \(Self.polynomial("p", of: "z", numerator))
        \(Self.polynomial("q", of: "z", denominator))
        return limit(a * p / q, Vector(repeating: -1), Vector(repeating: 1))
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

  /// What does not vanish in the end, but becomes so small that its factor decides.
  var endAtZero: Kernel {
    Kernel(
      "endAtZero", requires: [vector],
      """
      /// `y` where `x` exceeds `end`; below, 0, and no number for an infinity.
      @inline(__always)
      static func endAtZero(_ x: Vector, _ end: Vector, _ y: Vector) -> Vector {
        (x * 0).replacing(with: y, where: x .> end)
      }
      """)
  }

}
