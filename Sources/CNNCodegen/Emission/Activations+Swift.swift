import CNNOps

// The functions that targets know are written as vectors (`ActivationKernels`), the others here.

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
