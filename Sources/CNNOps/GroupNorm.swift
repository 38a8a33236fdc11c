import CNNIR

/// Normalisation of groups of channels by their own mean and variance (Wu and He, 2018).
package struct GroupNorm: Op {

  package var groups = 1
  package var epsilon = 1e-5
  package var affine = true

  package init() {}

  package static let mnemonic = "groupNorm"

  package static let schema = Schema<Self>(
    attributes: [
      .required("groups", \.groups, "number of parts into which the channels fall"),
      .optional("epsilon", \.epsilon, "what is added to the variance under the root"),
      .optional("affine", \.affine, "whether a weight and a bias for each channel follow"),
    ],
    summary: "The elements of each group of channels minus their mean, over their deviation.",
    counts:
      "inputs x 3 additions, inputs multiplications and divisions; 2 divisions, 1 addition "
      + "and 1 exponential for each group of each sample; with weights inputs multiplications "
      + "and additions more",
    synonyms: ["GroupNormalization"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try groupedNormType(operands[0], groups, "groupNorm")
    try checkEpsilon(epsilon, "groupNorm.c3")
    return operands[0]
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    affineSlots(Shape(operands[0].channels), affine)
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    normalization(of: result.shape, groups: [result.shape[0], groups], affine)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    normalizedReach(operands[0])
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    affine ? "2 x \(operands[0].channels)" : "0"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    normalizeGroups(groups, epsilon, operands[0], affine ? parameters : [], into: result)
  }

}

/// Normalisation of each channel of each sample by its own mean and variance (Ulyanov et al., 2016).
package struct InstanceNorm: Op {

  package var epsilon = 1e-5
  package var affine = false

  package init() {}

  package static let mnemonic = "instanceNorm"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("epsilon", \.epsilon, "what is added to the variance under the root"),
      .optional("affine", \.affine, "whether a weight and a bias for each channel follow"),
    ],
    summary: "The elements of each channel minus their mean, over their deviation.",
    counts:
      "inputs x 3 additions, inputs multiplications and divisions; 2 divisions, 1 addition "
      + "and 1 exponential for each channel of each sample; with weights inputs multiplications "
      + "and additions more",
    synonyms: ["InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "InstanceNormalization"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try groupedNormType(operands[0], 1, "instanceNorm")
    try checkEpsilon(epsilon, "instanceNorm.c3")
    return operands[0]
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    affineSlots(Shape(operands[0].channels), affine)
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    normalization(of: result.shape, groups: [result.shape[0], operands[0].channels], affine)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    normalizedReach(operands[0])
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    affine ? "2 x \(operands[0].channels)" : "0"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let groups = result.shape[1]
    normalizeGroups(groups, epsilon, operands[0], affine ? parameters : [], into: result)
  }

}

/// - Throws: `op.c1` without channels, `op.c2` when the groups do not divide them.
private func groupedNormType(_ x: TensorType, _ groups: Int, _ op: String) throws(OpFault) {
  guard x.shape.count >= 2 else {
    throw OpFault(.operand(0), "\(op).c1", "\(op) needs an axis of channels")
  }
  try x.requireGroups(groups, of: op)
}

/// Each position depends on itself and, by the statistics, on all.
private func normalizedReach(_ x: TensorType) -> [AxisReach] {
  [.all] + x.shape.indices.dropFirst(2).map { .movingAndAll(along: $0) }
}

/// Normalises each group of channels of each sample; `affine` is a weight and a bias, or nothing.
private func normalizeGroups(
  _ groups: Int, _ epsilon: Double, _ x: TensorView, _ affine: [TensorView],
  into result: MutableTensorView
) {
  let channels = result.shape[1]
  let area = result.shape.dropFirst(2).reduce(1, *)
  let size = channels / groups * area
  for group in 0..<result.elements.count / size {
    let offsets = Array(group * size..<(group + 1) * size)
    normalize(offsets, of: x, epsilon, into: result) { (position, value) in
      if affine.isEmpty { return value }
      let channel = (offsets[position] / area) % channels
      return value * Double(affine[0].elements[channel]) + Double(affine[1].elements[channel])
    }
  }
}
