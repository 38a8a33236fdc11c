import CNNOps

/// A function of one number that targets have kernels for.
package enum ElementFunction: Sendable, Hashable {

  case sigmoid
  case tanh
  case silu
  case gelu
  case approximateGELU
  case hardSwish
  case hardSigmoid(slope: Float, offset: Float)
  case leakyReLU(slope: Float)
  case limits(Limits)

}

/// The range that results are limited to. A NaN stays one.
package struct Limits: Sendable, Hashable, BitwiseCopyable {

  package let low: Float
  package let high: Float

  package static let none = Limits(low: -.infinity, high: .infinity)

  package var areNone: Bool { self == .none }

}
