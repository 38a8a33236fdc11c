import CNNIR

/// The number of the largest element of each vector along an axis: the first of equal ones; a NaN
/// wins.
package struct Argmax: Op {

  package var axis = VectorAxis.channels
  package var keepsAxis = false

  package init() {}

  package static let schema = Schema<Self>(
    "argmax",
    attributes: [
      .optional("axis", \.axis, "the axis along which elements are compared"),
      .optional("keepAxes", \.keepsAxis, "whether the axis stays, with an extent of 1"),
    ],
    isModule: false, summary: "The number of the largest element along an axis, counted from 0.")

  /// The integers up to this are exact in single precision.
  private static let largestExtent = 1 << 24

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // argmax.c1: there is an axis besides the batch.
    try x.requireVectors("argmax.c1", of: "argmax")
    let index = axis.index(rank: x.shape.count)
    // argmax.c2: the numbers are exact.
    guard x.shape[index] <= Self.largestExtent else {
      let message = "argmax counts exactly up to \(Self.largestExtent), not to \(x.shape[index])"
      throw OpFault(.operand(0), "argmax.c2", message)
    }
    return TensorType(x.shape.reducing([index], keepsAxes: keepsAxis), x.element)
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0]
    var vector = 0
    forEachVector(along: axis.index(rank: x.shape.count), of: x.shape) { (offsets) in
      let elements = offsets.map { x.elements[$0] }
      let largest = largest(elements)
      let position = elements.firstIndex { $0 == largest || $0.isNaN && largest.isNaN }
      result.elements[vector] = Float(position ?? 0)
      vector += 1
    }
  }

}
