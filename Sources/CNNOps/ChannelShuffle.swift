import CNNIR

/// The channels of `groups` parts dealt out in turn (Zhang et al., 2018): six channels in two
/// groups become 0, 3, 1, 4, 2, 5.
package struct ChannelShuffle: Op {

  package var groups = 1

  package init() {}

  package static let mnemonic = "channelShuffle"

  package static let schema = Schema<Self>(
    attributes: [.required("groups", \.groups, "number of parts into which the channels fall")],
    summary: "The channels of each part in turn.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // channelShuffle.c1: there are channels, and the groups divide them.
    guard x.shape.count >= 2, x.channels % groups == 0 else {
      let message = "\(groups) groups do not divide the channels of \(x.shape.withoutBatch.phrase)"
      throw OpFault(.attribute("groups"), "channelShuffle.c1", message)
    }
    return x
  }

  package var isRearrangement: Bool { true }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    groups == 1 || groups == operands[0].channels
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let channels = result.shape[1]
    let area = result.shape.dropFirst(2).reduce(1, *)
    for index in result.elements.indices {
      let (channel, rest) = (index / area, index % area)
      let (n, c) = (channel / channels, channel % channels)
      let source = c % groups * (channels / groups) + c / groups
      result.elements[index] = operands[0].elements[(n * channels + source) * area + rest]
    }
  }

}
