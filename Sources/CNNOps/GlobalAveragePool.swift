import CNNIR

/// The mean over all spatial axes, which stay with an extent of 1.
package struct GlobalAveragePool: Op {

  package init() {}

  package static let mnemonic = "globalAvgPool"

  package static let schema = Schema<Self>(
    summary: "The mean of each channel.",
    counts: "inputs additions; outputs divisions",
    synonyms: ["GlobalAveragePool", "GlobalAveragePooling2D"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try globallyPooledType(operands[0], "globalAvgPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let sums = Arithmetic(additions: 1).times(operands[0].shape)
    return Arithmetic(divisions: 1).times(result.shape).flatMap { sums?.adding($0) }
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    operands[0].spatialExtents.allSatisfy { $0 == 1 }
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    let area = x.count / result.elements.count
    for channel in result.elements.indices {
      let sum = x[channel * area..<(channel + 1) * area].reduce(0) { $0 + Double($1) }
      result.elements[channel] = Float(sum / Double(area))
    }
  }

}
