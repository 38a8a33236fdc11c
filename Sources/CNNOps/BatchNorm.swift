import CNNIR

/// Normalisation of each channel by stored statistics, as at inference:
/// `(x - mean) / sqrt(variance + epsilon) * weight + bias` (Ioffe and Szegedy, 2015).
package struct BatchNorm: Op {

  package var epsilon = 1e-5
  package var affine = true

  package init() {}

  package static let mnemonic = "batchNorm"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("epsilon", \.epsilon, "what is added to the variance under the root"),
      .optional("affine", \.affine, "whether a weight and a bias follow"),
    ],
    summary: "Each channel minus its running mean, over its running deviation.",
    counts:
      "outputs additions and divisions; with weights outputs multiplications and as many "
      + "additions more",
    synonyms: ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "BatchNormalization"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // batchNorm.c1: there are channels.
    guard x.shape.count >= 2 else {
      throw OpFault(.operand(0), "batchNorm.c1", "batchNorm needs an axis of channels")
    }
    try checkEpsilon(epsilon, "batchNorm.c2")
    return x
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    let shape = Shape(operands[0].channels)
    let statistics = [
      ParameterSlot("running_mean", shape, .runningMean),
      ParameterSlot("running_var", shape, .runningVariance),
    ]
    if !affine { return statistics }
    return [ParameterSlot("weight", shape, .normWeight), ParameterSlot("bias", shape, .bias)]
      + statistics
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(multiplications: affine ? 1 : 0, additions: affine ? 2 : 1, divisions: 1)
      .times(result.shape)
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    affine ? "2 x \(operands[0].channels)" : "0"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let statistics = parameters.suffix(2).map(\.elements)
    let channels = result.shape[1]
    let area = result.elements.count / (result.shape[0] * channels)
    let deviations = statistics[1].map { (Double($0) + epsilon).squareRoot() }
    for index in result.elements.indices {
      let c = index / area % channels
      let centered = Double(operands[0].elements[index]) - Double(statistics[0][c])
      var value = centered / deviations[c]
      if affine {
        value = value * Double(parameters[0].elements[c]) + Double(parameters[1].elements[c])
      }
      result.elements[index] = Float(value)
    }
  }

}
