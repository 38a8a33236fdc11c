import CNNIR

/// Some of the channels.
package struct Slice: Op {

  package var start = 0
  package var end = 1

  package init() {}

  package static let mnemonic = "slice"

  package static let schema = Schema<Self>(
    attributes: [
      .required("start", \.start, in: 0...Shape.largestExtent, "the first channel"),
      .required("end", \.end, "the channel after the last"),
    ],
    isModule: false, summary: "The channels from start on, up to but not including end.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // slice.c1: there are channels.
    guard x.shape.count >= 2 else {
      throw OpFault(.operand(0), "slice.c1", "slice needs an axis of channels")
    }
    // slice.c2: the slice lies within them and is not empty.
    guard start < end, end <= x.channels else {
      let message = "\(start)..<\(end) is no part of \(x.channels) channels"
      throw OpFault(.attribute("end"), "slice.c2", message)
    }
    return TensorType(Shape([x.shape[0], end - start] + x.shape.dropFirst(2)), x.element)
  }

  package var isRearrangement: Bool { true }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    start == 0 && end == operands[0].channels
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let area = result.shape.dropFirst(2).reduce(1, *)
    let channels = operands[0].shape[1]
    for index in result.elements.indices {
      let (channel, rest) = (index / area, index % area)
      let (n, c) = (channel / (end - start), channel % (end - start))
      result.elements[index] = operands[0].elements[(n * channels + start + c) * area + rest]
    }
  }

}
