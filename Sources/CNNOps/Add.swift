import CNNIR

/// The elementwise sum of its operands, which broadcast as in NumPy.
package struct Add: Op {

  package init() {}

  package static let schema = Schema<Self>(
    "add", operands: .atLeast(1), isModule: false, summary: "The sum of the operands.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    var shape = operands[0].shape
    for (index, operand) in operands.enumerated().dropFirst() {
      // add.c1: the shapes are equal, or 1 where they differ.
      guard operand.shape.count == shape.count, let joined = shape.broadcast(with: operand.shape)
      else {
        let message =
          "cannot add \(operand.shape.withoutBatch.phrase) to \(shape.withoutBatch.phrase)"
        throw OpFault(.operand(index), "add.c1", message)
      }
      shape = joined
    }
    return TensorType(shape, operands[0].element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool { operands.count == 1 }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let rank = result.shape.count
    for index in result.elements.indices {
      var sum = 0.0
      for operand in operands {
        var offset = 0
        var rest = index
        var distance = 1
        for axis in (0..<rank).reversed() {
          let coordinate = rest % result.shape[axis]
          rest /= result.shape[axis]
          if operand.shape[axis] > 1 { offset += coordinate * distance }
          distance *= operand.shape[axis]
        }
        sum += Double(operand.elements[offset])
      }
      result.elements[index] = Float(sum)
    }
  }

}
