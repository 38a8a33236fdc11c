import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `1 / (1 + exp(-x))`.
package struct Sigmoid: ElementwiseOp {

  package init() {}

  package static let mnemonic = "sigmoid"

  package static let schema = Schema<Self>(summary: "The logistic function of each element.")

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(additions: 1, divisions: 1, exponentials: 1)
  }

  package func callAsFunction(_ x: Float) -> Float { Float(1 / (1 + exp(-Double(x)))) }

}

/// The hyperbolic tangent.
package struct Tanh: ElementwiseOp {

  package init() {}

  package static let mnemonic = "tanh"

  package static let schema = Schema<Self>(summary: "The hyperbolic tangent of each element.")

  package var arithmeticPerElement: Arithmetic { Arithmetic(exponentials: 1) }

  package func callAsFunction(_ x: Float) -> Float { Float(tanh(Double(x))) }

}

/// `x / (1 + exp(-x))`, also called swish.
package struct SiLU: ElementwiseOp {

  package init() {}

  package static let mnemonic = "silu"

  package static let schema = Schema<Self>(
    summary: "Each element times its logistic function.",
    synonyms: ["swish"])

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(additions: 1, divisions: 1, exponentials: 1)
  }

  package func callAsFunction(_ x: Float) -> Float { Float(Double(x) / (1 + exp(-Double(x)))) }

}

/// `x` times the distribution function of the normal distribution (Hendrycks and Gimpel, 2016).
package struct GELU: ElementwiseOp {

  /// How the distribution function is computed.
  package enum Approximation: String, WordAttribute {
    case none
    case tanh
  }

  package var approximation = Approximation.none

  private static let halfRoot = 0.5.squareRoot()
  private static let factor = (2 / Double.pi).squareRoot()

  package init() {}

  package static let mnemonic = "gelu"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("approximate", \.approximation, "\"none\": by erf; \"tanh\": by tanh")
    ],
    summary: "Each element times the normal distribution function of it.",
    counts: "3 multiplications, 1 addition, 1 exponential for each element; by tanh 6, 2 and 1")

  package var arithmeticPerElement: Arithmetic {
    switch approximation {
    case .none: Arithmetic(multiplications: 3, additions: 1, exponentials: 1)
    case .tanh: Arithmetic(multiplications: 6, additions: 2, exponentials: 1)
    }
  }

  package func callAsFunction(_ x: Float) -> Float {
    let x = Double(x)
    switch approximation {
    case .none:
      return Float(x * 0.5 * (1 + erf(x * Self.halfRoot)))
    case .tanh:
      let inner = Self.factor * (x + 0.044715 * x * x * x)
      return Float(0.5 * x * (1 + hyperbolicTangent(inner)))
    }
  }

}
