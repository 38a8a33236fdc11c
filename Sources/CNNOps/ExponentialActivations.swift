import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `x`, or `alpha * (exp(x) - 1)` where that is negative (Clevert et al., 2016).
package struct ELU: ElementwiseOp {

  package var alpha = 1.0

  package init() {}

  package static let mnemonic = "elu"

  package static let schema = Schema<Self>(
    attributes: [.optional("alpha", \.alpha, "how far below 0 the result may be")],
    summary: "Each element, or a multiple of its exponential minus 1 if it is negative.")

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(multiplications: 1, comparisons: 1, exponentials: 1)
  }

  package func callAsFunction(_ x: Float) -> Float {
    x < 0 ? Float(alpha * expm1(Double(x))) : x
  }

}

/// An ELU whose constants keep means at 0 and variances at 1 (Klambauer et al., 2017).
package struct SELU: ElementwiseOp {

  package static let alpha = 1.6732632423543772848170429916717
  package static let scale = 1.0507009873554804934193349852946

  package init() {}

  package static let mnemonic = "selu"

  package static let schema = Schema<Self>(
    summary: "The ELU with the constants of self-normalising networks.")

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(multiplications: 2, comparisons: 1, exponentials: 1)
  }

  package func callAsFunction(_ x: Float) -> Float {
    let x = Double(x)
    return Float(Self.scale * (x < 0 ? Self.alpha * expm1(x) : x))
  }

}

/// `max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0)` (Barron, 2017): an ELU whose slope is
/// continuous whatever alpha is.
package struct CELU: ElementwiseOp {

  package var alpha = 1.0

  package init() {}

  package static let mnemonic = "celu"

  package static let schema = Schema<Self>(
    attributes: [.optional("alpha", \.alpha, "how far below 0 the result may be")],
    summary: "Each element, or a smooth continuation of it above minus alpha if it is negative.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // celu.c1: there is a number to divide by.
    guard alpha != 0, alpha.isFinite else {
      let message = "alpha must be a number other than 0, not \(alpha)"
      throw OpFault(.attribute("alpha"), "celu.c1", message)
    }
    return operands[0]
  }

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(multiplications: 1, comparisons: 1, divisions: 1, exponentials: 1)
  }

  package func callAsFunction(_ x: Float) -> Float {
    x < 0 ? Float(alpha * expm1(Double(x) / alpha)) : x
  }

}

/// `log(1 + exp(beta * x)) / beta`, or `x` where `beta * x` exceeds the threshold.
package struct Softplus: ElementwiseOp {

  package var beta = 1.0
  package var threshold = 20.0

  package init() {}

  package static let mnemonic = "softplus"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("beta", \.beta, "how sharply the result bends at 0"),
      .optional("threshold", \.threshold, "the product with beta above which an element stays"),
    ],
    summary: "A smooth approximation of relu.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // softplus.c1: there is a number to divide by.
    guard beta != 0, beta.isFinite else {
      let message = "beta must be a number other than 0, not \(beta)"
      throw OpFault(.attribute("beta"), "softplus.c1", message)
    }
    return operands[0]
  }

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(multiplications: 1, comparisons: 1, divisions: 1, exponentials: 2)
  }

  package func callAsFunction(_ x: Float) -> Float {
    let product = Double(x) * beta
    return product > threshold ? x : Float(log1p(exp(product)) / beta)
  }

}

/// `x * tanh(log(1 + exp(x)))` (Misra, 2020).
package struct Mish: ElementwiseOp {

  package init() {}

  package static let mnemonic = "mish"

  package static let schema = Schema<Self>(
    summary: "Each element times the hyperbolic tangent of its softplus.")

  package var arithmeticPerElement: Arithmetic { Arithmetic(multiplications: 1, exponentials: 3) }

  package func callAsFunction(_ x: Float) -> Float {
    let x = Double(x)
    return Float(x * hyperbolicTangent(log1p(exp(x))))
  }

}

/// `tanh` where a type of that name hides it.
func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
