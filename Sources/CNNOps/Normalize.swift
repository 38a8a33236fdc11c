import CNNIR

/// Colour normalisation: each channel minus a given mean, over a given deviation.
package struct Normalize: Op {

  package var mean = ChannelNumbers([0])
  package var deviation = ChannelNumbers([1])

  package init() {}

  package static let mnemonic = "normalize"

  package static let schema = Schema<Self>(
    attributes: [
      .required("mean", \.mean, "what is subtracted from each channel"),
      .required("std", \.deviation, "what each channel is then divided by"),
    ],
    isModule: false, summary: "Each channel minus a given mean, over a given deviation.",
    counts: "outputs additions and divisions")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // normalize.c1: there are channels.
    guard x.shape.count >= 2 else {
      throw OpFault(.operand(0), "normalize.c1", "normalize needs an axis of channels")
    }
    for (name, numbers) in [("mean", mean), ("std", deviation)] {
      // normalize.c2: a number for each channel, or one for all.
      guard numbers.fits(channels: x.channels) else {
        let message = "\(name) has \(numbers.values.count) values for \(x.channels) channels"
        throw OpFault(.attribute(name), "normalize.c2", message)
      }
      // normalize.c3: numbers to subtract and to divide by.
      guard numbers.values.allSatisfy({ $0.isFinite && (name == "mean" || $0 != 0) }) else {
        let message = "\(name) must be finite" + (name == "mean" ? "" : " and not 0")
        throw OpFault(.attribute(name), "normalize.c3", message)
      }
    }
    return x
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(additions: 1, divisions: 1).times(result.shape)
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let area = result.shape.dropFirst(2).reduce(1, *)
    for index in result.elements.indices {
      let c = index / area % result.shape[1]
      result.elements[index] =
        Float((Double(operands[0].elements[index]) - mean[c]) / deviation[c])
    }
  }

}
