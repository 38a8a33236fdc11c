import CNNOps

/// An op whose result is its operand's memory, for which there is nothing to write.
private protocol EmittableView: EmittableOp {}

extension EmittableView {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    preconditionFailure("a view is a name for its operand's memory")
  }

}

extension Flatten: EmittableView {}
extension Reshape: EmittableView {}
extension Dropout: EmittableView {}
extension DropPath: EmittableView {}

/// On its own the identity is a view; after another op it is a function like any activation.
extension Identity: EmittableElementwiseOp {
  var kernel: Kernel { .identity }
}
