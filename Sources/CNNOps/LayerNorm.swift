import CNNIR

/// Normalisation of each position, or each sample, by its own mean and variance (Ba et al., 2016).
package struct LayerNorm: Op {

  /// What is normalised together.
  package enum Span: String, WordAttribute {
    /// The last axis, as PyTorch's `LayerNorm` of one extent.
    case last
    /// The channels of each position.
    case channels
    /// All of a sample.
    case all
  }

  package var span = Span.last
  package var epsilon = 1e-5
  package var affine = true

  package init() {}

  package static let mnemonic = "layerNorm"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("over", \.span, "what is normalised together: \"last\", \"channels\" or \"all\""),
      .optional("epsilon", \.epsilon, "what is added to the variance under the root"),
      .optional("affine", \.affine, "whether a weight and a bias follow"),
    ],
    summary: "Elements minus their mean, over their deviation.",
    counts:
      "inputs x 3 additions, inputs multiplications and divisions; 2 divisions, 1 addition "
      + "and 1 exponential for each mean; with weights inputs multiplications and additions more",
    synonyms: ["LayerNormalization"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // layerNorm.c1: there is an axis besides the batch.
    guard operands[0].shape.count >= 2 else {
      throw OpFault(.operand(0), "layerNorm.c1", "layerNorm needs an axis besides the batch")
    }
    try checkEpsilon(epsilon, "layerNorm.c2")
    return operands[0]
  }

  private func parameterShape(for x: TensorType) -> Shape {
    switch span {
    case .last: Shape(Array(x.shape.suffix(1)))
    case .channels: Shape(x.channels)
    case .all: x.shape.withoutBatch
    }
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    affineSlots(parameterShape(for: operands[0]), affine)
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let groups = result.shape.elementCount / parameterShape(for: result).elementCount
    return normalization(of: result.shape, groups: [groups], affine)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    operands[0].shape.indices.dropFirst().map { (axis) in
      switch span {
      case .last: axis == operands[0].shape.count - 1 ? .movingAndAll(along: axis) : .same(axis)
      case .channels: axis == 1 ? .movingAndAll(along: axis) : .same(axis)
      case .all: .movingAndAll(along: axis)
      }
    }
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    let extents = parameterShape(for: operands[0]).map(String.init).joined(separator: " x ")
    return affine ? "2 x \(extents)" : "0"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let shape = result.shape
    let count = parameterShape(for: TensorType(shape)).elementCount
    // The elements of a group lie `inner` apart.
    let inner = span == .channels ? shape.dropFirst(2).reduce(1, *) : 1
    for group in 0..<result.elements.count / count {
      let start = group / inner * count * inner + group % inner
      let offsets = (0..<count).map { start + $0 * inner }
      normalize(offsets, of: operands[0], epsilon, into: result) { (position, value) in
        guard affine else { return value }
        return value * Double(parameters[0].elements[position])
          + Double(parameters[1].elements[position])
      }
    }
  }

}

/// - Throws: `constraint` unless the root of a variance plus `epsilon` is real.
func checkEpsilon(_ epsilon: Double, _ constraint: String) throws(OpFault) {
  guard epsilon >= 0, epsilon.isFinite else {
    let message = "epsilon must be a number from 0 on, not \(epsilon)"
    throw OpFault(.attribute("epsilon"), constraint, message)
  }
}

/// The weight and the bias of a norm, if it has them.
func affineSlots(_ shape: Shape, _ affine: Bool) -> [ParameterSlot] {
  affine ? [ParameterSlot("weight", shape, .normWeight), ParameterSlot("bias", shape, .bias)] : []
}

/// What normalising `shape` in as many groups as the product of `groups` takes.
func normalization(of shape: Shape, groups: [Int], _ affine: Bool) -> Arithmetic? {
  let element = Arithmetic(
    multiplications: affine ? 2 : 1, additions: affine ? 4 : 3, divisions: 1)
  let group = Arithmetic(additions: 1, divisions: 2, exponentials: 1)
  return group.times(groups).flatMap { element.times(shape)?.adding($0) }
}

/// Stores the elements at `offsets` minus their mean, over the root of their (biased) variance plus
/// `epsilon`; `map` turns the value at a position of the list into what is stored.
func normalize(
  _ offsets: [Int], of x: TensorView, _ epsilon: Double, into result: MutableTensorView,
  _ map: (_ position: Int, _ value: Double) -> Double
) {
  let values = offsets.map { Double(x.elements[$0]) }
  let mean = values.reduce(0, +) / Double(values.count)
  let centered = values.map { $0 - mean }
  let variance = centered.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  let deviation = (variance + epsilon).squareRoot()
  for (position, offset) in offsets.enumerated() {
    result.elements[offset] = Float(map(position, centered[position] / deviation))
  }
}
