import CNNIR

/// `x`, or `weight * x` where that is negative, with a weight for all channels or for each
/// (He et al., 2015).
package struct PReLU: Op {

  package var perChannel = false

  package init() {}

  package static let mnemonic = "prelu"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("perChannel", \.perChannel, "whether each channel has a slope of its own")
    ],
    summary: "Each element, times a trained slope if it is negative.",
    counts: "1 multiplication, 1 comparison for each element")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // prelu.c1: there are channels.
    guard operands[0].shape.count >= 2 else {
      throw OpFault(.operand(0), "prelu.c1", "prelu needs an axis of channels")
    }
    return operands[0]
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    [ParameterSlot("weight", Shape(perChannel ? operands[0].channels : 1), .slope)]
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(multiplications: 1, comparisons: 1).times(result.shape)
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    perChannel ? "\(operands[0].channels)" : "1"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let channels = result.shape[1]
    let area = result.elements.count / (result.shape[0] * channels)
    for index in result.elements.indices {
      let x = operands[0].elements[index]
      let slope = parameters[0].elements[perChannel ? index / area % channels : 0]
      result.elements[index] = x > 0 ? x : x * slope
    }
  }

}
