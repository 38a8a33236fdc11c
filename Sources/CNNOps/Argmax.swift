import CNNIR

/// The number of the largest element of each vector along an axis: the first of equal ones; a NaN
/// wins.
package struct Argmax: Op {

  package var axis = VectorAxis.channels
  package var keepsAxis = false

  package init() {}

  package static let mnemonic = "argmax"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("axis", \.axis, "the axis along which elements are compared"),
      .optional("keepAxes", \.keepsAxis, "whether the axis stays, with an extent of 1"),
    ],
    isModule: false, summary: "The number of the largest element along an axis, counted from 0.",
    counts: "inputs comparisons")

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

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(comparisons: 1).times(operands[0].shape)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let index = axis.index(rank: operands[0].shape.count)
    return reducedReach(over: operands[0], axes: [index], keepsAxes: keepsAxis)
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0]
    var vector = 0
    forEachVector(along: axis.index(rank: x.shape.count), of: x.shape) { (offsets) in
      var best = (position: 0, element: -Float.infinity)
      for (position, offset) in offsets.enumerated() {
        let element = x.elements[offset]
        if element > best.element || element.isNaN && !best.element.isNaN {
          best = (position, element)
        }
      }
      result.elements[vector] = Float(best.position)
      vector += 1
    }
  }

}
