import CNNOps

extension ReLU: EmittableElementwiseOp {
  var kernel: Kernel { .relu }
}

extension Sigmoid: EmittableElementwiseOp {
  var kernel: Kernel { .sigmoid }
}

extension Tanh: EmittableElementwiseOp {
  var kernel: Kernel { .tanh }
}
