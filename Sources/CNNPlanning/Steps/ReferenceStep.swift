import CNNIR

/// An op as its reference kernel computes it, for what has no other step. Tensors are row-major.
package struct ReferenceStep: Sendable {

  package let op: any Op
  package let operands: [(type: TensorType, source: Source)]
  /// The slots of the parameters, and where they lie.
  package let parameters: [(slot: ParameterSlot, offset: Int)]
  package let result: (type: TensorType, offset: Int)

}
