import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `exp(x) / sum(exp(x))` along one axis.
package struct Softmax: Op {

  /// The axis along which the results add up to 1.
  package enum Axis: String, WordAttribute {
    case channels
    case last
  }

  package var axis = Axis.channels

  package init() {}

  package static let schema = Schema<Self>(
    "softmax",
    attributes: [.optional("axis", \.axis, "the axis along which the results add up to 1")],
    summary: "The exponential of each element over the sum of all along the axis.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // softmax.c1: there is an axis besides the batch.
    guard operands[0].shape.count >= 2 else {
      throw OpFault(.operand(0), "softmax.c1", "softmax needs an axis besides the batch")
    }
    return operands[0]
  }

  /// The axis as an index into a shape of the given rank.
  package func axisIndex(rank: Int) -> Int { axis == .channels ? 1 : rank - 1 }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    let axis = axisIndex(rank: result.shape.count)
    let extent = result.shape[axis]
    let inner = result.shape.dropFirst(axis + 1).reduce(1, *)
    for start in 0..<x.count / extent {
      let offsets = (0..<extent).map { (start / inner * extent + $0) * inner + start % inner }
      // The largest goes to exp(0), so that nothing overflows.
      let largest = offsets.reduce(-Float.infinity) { x[$1] > $0 ? x[$1] : $0 }
      let exponentials = offsets.map { exp(Double(x[$0]) - Double(largest)) }
      let sum = exponentials.reduce(0, +)
      for (offset, value) in zip(offsets, exponentials) {
        result.elements[offset] = Float(value / sum)
      }
    }
  }

}
