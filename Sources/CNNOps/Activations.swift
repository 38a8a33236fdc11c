import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `max(x, 0)`; a NaN stays one.
package struct ReLU: ElementwiseOp {

  package init() {}

  package static let schema = Schema<Self>("relu", summary: "Each element, or 0 if it is negative.")

  package func callAsFunction(_ x: Float) -> Float { x < 0 ? 0 : x }

}

/// `1 / (1 + exp(-x))`.
package struct Sigmoid: ElementwiseOp {

  package init() {}

  package static let schema = Schema<Self>(
    "sigmoid", summary: "The logistic function of each element.")

  package func callAsFunction(_ x: Float) -> Float { Float(1 / (1 + exp(-Double(x)))) }

}

/// The hyperbolic tangent.
package struct Tanh: ElementwiseOp {

  package init() {}

  package static let schema = Schema<Self>(
    "tanh", summary: "The hyperbolic tangent of each element.")

  package func callAsFunction(_ x: Float) -> Float { Float(tanh(Double(x))) }

}
