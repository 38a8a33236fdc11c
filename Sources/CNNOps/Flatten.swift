import CNNIR

/// All axes but the batch as one, in row-major order.
package struct Flatten: Op {

  package init() {}

  package static let mnemonic = "flatten"

  package static let schema = Schema<Self>(summary: "All axes but the batch joined into one.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // flatten.c1: there is a batch.
    guard !x.shape.isEmpty else {
      throw OpFault(.operand(0), "flatten.c1", "flatten needs a batch axis")
    }
    guard let count = checkedProduct(x.shape.dropFirst()) else {
      throw OpFault(.operand(0), "shape-overflow", "the input is too large to count")
    }
    return TensorType(Shape(x.shape[0], count), x.element)
  }

  package var isView: Bool { true }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    copy(operands[0], into: result)
  }

}

/// Copies the elements in order; nothing to do when both are the same memory.
func copy(_ source: TensorView, into result: MutableTensorView) {
  if source.elements.baseAddress == UnsafePointer(result.elements.baseAddress) { return }
  for index in result.elements.indices { result.elements[index] = source.elements[index] }
}
