import CNNIR

/// Dropout at inference, where it does nothing (Srivastava et al., 2014).
package struct Dropout: Op {

  package var rate = 0.5

  package init() {}

  package static let schema = Schema<Self>(
    "dropout",
    attributes: [.optional("rate", \.rate, "share of elements that training sets to 0")],
    summary: "The input: elements are dropped only in training.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // dropout.c1: the rate is a share.
    guard (0...1).contains(rate) else {
      let message = "rate must be from 0 to 1, not \(rate)"
      throw OpFault(.attribute("rate"), "dropout.c1", message)
    }
    return operands[0]
  }

  package var isView: Bool { true }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    copy(operands[0], into: result)
  }

}
