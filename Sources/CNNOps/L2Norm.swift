import CNNIR

/// Vectors over their Euclidean length: `x / max(|x|, epsilon)`, and perhaps times a trained number
/// for each channel, as in SSD (Liu et al., 2016).
package struct L2Norm: Op {

  package var axis = VectorAxis.channels
  package var epsilon = 1e-12
  package var scale = false

  package init() {}

  package static let mnemonic = "l2Norm"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("axis", \.axis, "the axis along which the results have length 1"),
      .optional("epsilon", \.epsilon, "the least length that an element is divided by"),
      .optional("scale", \.scale, "whether a trained number for each place on the axis follows"),
    ],
    isModule: false, summary: "Each vector along an axis over its length.",
    counts:
      "inputs multiplications, additions and divisions; 1 comparison and 1 exponential for "
      + "each vector; with a scale inputs multiplications more",
    synonyms: ["LpNormalization"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // l2Norm.c1: there is an axis besides the batch.
    try operands[0].requireVectors("l2Norm.c1", of: "l2Norm")
    try checkEpsilon(epsilon, "l2Norm.c2")
    return operands[0]
  }

  private func extent(of shape: Shape) -> Int { shape[axis.index(rank: shape.count)] }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    scale ? [ParameterSlot("weight", Shape(extent(of: operands[0].shape)), .normWeight)] : []
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let element = Arithmetic(
      multiplications: scale ? 2 : 1, additions: 1, divisions: 1
    ).times(result.shape)
    let vectors = result.shape.elementCount / extent(of: result.shape)
    return Arithmetic(comparisons: 1, exponentials: 1).times([vectors]).flatMap {
      element?.adding($0)
    }
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    scale ? "\(extent(of: operands[0].shape))" : "0"
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
      let length = offsets.reduce(0) { $0 + Double(x[$1]) * Double(x[$1]) }.squareRoot()
      let divisor = length < epsilon ? epsilon : length
      for (position, offset) in offsets.enumerated() {
        let quotient = Double(x[offset]) / divisor
        result.elements[offset] =
          Float(scale ? quotient * Double(parameters[0].elements[position]) : quotient)
      }
    }
  }

}
