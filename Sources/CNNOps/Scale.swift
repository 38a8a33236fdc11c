import CNNIR

/// The product with a trained number for each channel, and perhaps the sum with another.
///
/// The parameters have the shape `channels x 1 x …`, as one writes them in PyTorch to broadcast.
package struct Scale: Op {

  package var bias = false

  package init() {}

  package static let mnemonic = "scale"

  package static let schema = Schema<Self>(
    attributes: [.optional("bias", \.bias, "whether each channel adds a number of its own")],
    isModule: false, summary: "Each channel times a trained number.",
    counts: "outputs multiplications; outputs additions of the bias")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // scale.c1: there are channels.
    guard operands[0].shape.count >= 2 else {
      throw OpFault(.operand(0), "scale.c1", "scale needs an axis of channels")
    }
    return operands[0]
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    let x = operands[0]
    let shape = Shape([x.channels] + Array(repeating: 1, count: x.spatialRank))
    let weight = ParameterSlot("weight", shape, .normWeight)
    return bias ? [weight, ParameterSlot("bias", shape, .bias)] : [weight]
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(multiplications: 1, additions: bias ? 1 : 0).times(result.shape)
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    bias ? "2 x \(operands[0].channels)" : "\(operands[0].channels)"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let channels = result.shape[1]
    let area = result.shape.dropFirst(2).reduce(1, *)
    for index in result.elements.indices {
      let channel = index / area % channels
      let product =
        Double(operands[0].elements[index]) * Double(parameters[0].elements[channel])
      let sum = bias ? product + Double(parameters[1].elements[channel]) : product
      result.elements[index] = Float(sum)
    }
  }

}
