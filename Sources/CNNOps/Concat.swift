import CNNIR

/// Its operands one after the other along the channels.
package struct Concat: Op {

  package init() {}

  package static let mnemonic = "concat"

  package static let schema = Schema<Self>(
    operands: .atLeast(1), isModule: false,
    summary: "The channels of the operands, one operand after the other.",
    synonyms: ["cat", "concatenate"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let first = operands[0].shape
    // concat.c1: there are channels.
    guard first.count >= 2 else {
      throw OpFault(.operand(0), "concat.c1", "concat needs an axis of channels")
    }
    for (index, operand) in operands.enumerated() {
      // concat.c2: all but the channels agree.
      guard operand.shape.count == first.count,
        operand.shape.extentsBesideChannels == first.extentsBesideChannels
      else {
        let message =
          "cannot join \(operand.shape.withoutBatch.phrase) to \(first.withoutBatch.phrase): "
          + "all but the channels must agree"
        throw OpFault(.operand(index), "concat.c2", message)
      }
    }
    guard let channels = checkedSum(operands.map(\.channels)) else {
      throw OpFault(.node, "shape-overflow", "the channels exceed a 64-bit count")
    }
    let shape = Shape([first[0], channels] + first.extents.dropFirst(2))
    return TensorType(shape, operands[0].element)
  }

  package var isRearrangement: Bool { true }

  package func isIdentity(on operands: [TensorType]) -> Bool { operands.count == 1 }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    var position = 0
    for n in 0..<result.shape[0] {
      for operand in operands {
        let count = operand.elements.count / operand.shape[0]
        for index in 0..<count {
          result.elements[position + index] = operand.elements[n * count + index]
        }
        position += count
      }
    }
  }

}

extension Shape {

  fileprivate var extentsBesideChannels: [Int] { [self[0]] + extents.dropFirst(2) }

}
