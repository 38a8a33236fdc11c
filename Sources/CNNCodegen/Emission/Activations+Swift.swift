import CNNOps

extension ReLU: EmittableElementwiseOp {
  var kernel: Kernel { .relu }
}

extension ReLU6: EmittableElementwiseOp {
  var kernel: Kernel { .relu6 }
}

extension LeakyReLU: EmittableElementwiseOp {
  var kernel: Kernel { .leakyRelu }
  var arguments: [String] { ["slope: \(floatLiteral(slope))"] }
}

extension Sigmoid: EmittableElementwiseOp {
  var kernel: Kernel { .sigmoid }
}

extension HardSigmoid: EmittableElementwiseOp {
  var kernel: Kernel { .hardSigmoid }
  var arguments: [String] { ["slope: \(literal(slope))", "offset: \(literal(offset))"] }
}

extension Tanh: EmittableElementwiseOp {
  var kernel: Kernel { .tanh }
}

extension SiLU: EmittableElementwiseOp {
  var kernel: Kernel { .silu }
}

extension HardSwish: EmittableElementwiseOp {
  var kernel: Kernel { .hardSwish }
}

extension GELU: EmittableElementwiseOp {
  var kernel: Kernel {
    switch approximation {
    case .none: .gelu
    case .tanh: .approximateGELU
    }
  }
}
