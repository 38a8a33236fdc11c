import CNNIR

/// Dropout at inference, where it does nothing (Srivastava et al., 2014).
package struct Dropout: Op {

  package var rate = 0.5

  package init() {}

  package static let mnemonic = "dropout"

  package static let schema = Schema<Self>(
    attributes: [.optional("rate", \.rate, "share of elements that training sets to 0")],
    summary: "The input: elements are dropped only in training.",
    synonyms: ["Dropout2d", "Dropout3d"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try checkRate(rate, "dropout.c1")
    return operands[0]
  }

  package var isView: Bool { true }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    copy(operands[0], into: result)
  }

}

/// Stochastic depth at inference, where it does nothing (Huang et al., 2016).
package struct DropPath: Op {

  package var rate = 0.0

  package init() {}

  package static let mnemonic = "dropPath"

  package static let schema = Schema<Self>(
    attributes: [.optional("rate", \.rate, "share of samples whose branch training drops")],
    summary: "The input: branches are dropped only in training.",
    synonyms: ["StochasticDepth"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try checkRate(rate, "dropPath.c1")
    return operands[0]
  }

  package var isView: Bool { true }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    copy(operands[0], into: result)
  }

}

/// - Throws: `constraint` unless `rate` is a share.
private func checkRate(_ rate: Double, _ constraint: String) throws(OpFault) {
  guard (0...1).contains(rate) else {
    throw OpFault(.attribute("rate"), constraint, "rate must be from 0 to 1, not \(rate)")
  }
}
