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

extension ELU: EmittableElementwiseOp {
  var kernel: Kernel { .elu }
  var arguments: [String] { ["alpha: \(literal(alpha))"] }
}

extension SELU: EmittableElementwiseOp {
  var kernel: Kernel { .selu }
}

extension CELU: EmittableElementwiseOp {
  var kernel: Kernel { .celu }
  var arguments: [String] { ["alpha: \(literal(alpha))"] }
}

extension Softplus: EmittableElementwiseOp {
  var kernel: Kernel { .softplus }
  var arguments: [String] { ["beta: \(literal(beta))", "threshold: \(literal(threshold))"] }
}

extension Mish: EmittableElementwiseOp {
  var kernel: Kernel { .mish }
}

extension Softsign: EmittableElementwiseOp {
  var kernel: Kernel { .softsign }
}

extension Clip: EmittableElementwiseOp {
  var kernel: Kernel { .clip }
  var arguments: [String] {
    let bounds = [("min", min), ("max", max)]
    return bounds.compactMap { (name, bound) in bound.map { "\(name): \(floatLiteral($0))" } }
  }
}

extension Identity: EmittableElementwiseOp {
  var kernel: Kernel { .identity }
}
