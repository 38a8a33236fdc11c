import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `exp(x) / sum(exp(x))` along one axis.
package struct Softmax: Op {

  package var axis = VectorAxis.channels

  package init() {}

  package static let mnemonic = "softmax"

  package static let schema = Schema<Self>(
    attributes: [.optional("axis", \.axis, "the axis along which the results add up to 1")],
    summary: "The exponential of each element over the sum of all along the axis.",
    counts: "2 additions, 1 comparison, 1 division, 1 exponential for each element")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // softmax.c1: there is an axis besides the batch.
    try operands[0].requireVectors("softmax.c1", of: "softmax")
    return operands[0]
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(additions: 2, comparisons: 1, divisions: 1, exponentials: 1).times(result.shape)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    axis.reach(over: operands[0])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    forEachVector(along: axis.index(rank: result.shape.count), of: result.shape) { (offsets) in
      let exponentials = scaledExponentials(of: offsets.map { x[$0] }).values
      let sum = exponentials.reduce(0, +)
      for (offset, value) in zip(offsets, exponentials) {
        result.elements[offset] = Float(value / sum)
      }
    }
  }

}

/// `x - log(sum(exp(x)))` along one axis: the logarithm of the softmax.
package struct LogSoftmax: Op {

  package var axis = VectorAxis.channels

  package init() {}

  package static let mnemonic = "logSoftmax"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("axis", \.axis, "the axis along which the results' exponentials add up to 1")
    ],
    summary: "Each element minus the logarithm of the sum of the exponentials along the axis.",
    counts:
      "4 additions, 1 comparison, 1 exponential for each element; 1 exponential for each "
      + "vector")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // logSoftmax.c1: there is an axis besides the batch.
    try operands[0].requireVectors("logSoftmax.c1", of: "logSoftmax")
    return operands[0]
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let element = Arithmetic(additions: 4, comparisons: 1, exponentials: 1)
    let vectors = result.shape.elementCount / result.shape[axis.index(rank: result.shape.count)]
    return Arithmetic(exponentials: 1).times([vectors]).flatMap {
      element.times(result.shape)?.adding($0)
    }
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    axis.reach(over: operands[0])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    forEachVector(along: axis.index(rank: result.shape.count), of: result.shape) { (offsets) in
      let (exponentials, largest) = scaledExponentials(of: offsets.map { x[$0] })
      let logarithm = log(exponentials.reduce(0, +))
      for offset in offsets {
        result.elements[offset] = Float(Double(x[offset]) - largest - logarithm)
      }
    }
  }

}

/// The exponentials of some elements over that of the largest, so that none overflows.
private func scaledExponentials(of x: [Float]) -> (values: [Double], largest: Double) {
  let largest = Double(x.reduce(-.infinity) { $1 > $0 ? $1 : $0 })
  return (x.map { exp(Double($0) - largest) }, largest)
}
