import CNNIR

/// The axes in another order; the batch stays first.
package struct Permute: Op {

  /// For each axis of the result the axis of the input, the batch included.
  package var order: [Int] = [0]

  package init() {}

  package static let mnemonic = "permute"

  package static let schema = Schema<Self>(
    attributes: [
      .required(
        "order", \.order, in: 0...Shape.largestExtent,
        "for each axis of the output the axis of the input, the batch (0) first")
    ],
    summary: "The axes in another order.",
    synonyms: ["transpose"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // permute.c1: each axis once, the batch first.
    guard order.sorted() == Array(x.shape.indices), order.first == 0 else {
      let axes = x.shape.indices.map(String.init).joined(separator: ", ")
      let message = "order must name each of the axes \(axes) once, 0 first"
      throw OpFault(.attribute("order"), "permute.c1", message)
    }
    return TensorType(Shape(order.map { x.shape[$0] }), x.element)
  }

  package var isRearrangement: Bool { true }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    order == Array(operands[0].shape.indices)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    operands[0].shape.indices.dropFirst().map { .same(order.firstIndex(of: $0) ?? $0) }
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    var strides = Array(repeating: 1, count: operands[0].shape.count)
    for axis in strides.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * operands[0].shape[axis + 1]
    }
    for index in result.elements.indices {
      var rest = index
      var offset = 0
      for (axis, source) in order.enumerated().reversed() {
        offset += rest % result.shape[axis] * strides[source]
        rest /= result.shape[axis]
      }
      result.elements[index] = operands[0].elements[offset]
    }
  }

}
