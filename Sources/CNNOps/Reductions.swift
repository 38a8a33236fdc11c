import CNNIR

/// An op that makes one element of all elements along some axes.
package protocol ReducingOp: Op {

  var axes: ReducedAxes { get set }
  var keepsAxes: Bool { get set }

  /// The result for the elements that belong together.
  func reduce(_ elements: [Float]) -> Float

}

extension ReducingOp {

  /// The attributes of every such op.
  static var reductionAttributes: [Attribute<Self>] {
    [
      .optional(
        "over", \.axes, in: 1...Shape.largestExtent,
        "the axes: \"space\", \"channels\", \"all\" or a list, in which 1 is the channels"),
      .optional("keepAxes", \.keepsAxes, "whether the axes stay, with extents of 1"),
    ]
  }

  /// The type of the result for axes that have passed the check.
  func reducedType(_ x: TensorType) -> TensorType {
    TensorType(
      x.shape.reducing(axes.indices(rank: x.shape.count), keepsAxes: keepsAxes), x.element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    let shape = operands[0].shape
    return keepsAxes && axes.indices(rank: shape.count).allSatisfy { shape[$0] == 1 }
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let axes = axes.indices(rank: operands[0].shape.count)
    return reducedReach(over: operands[0], axes: axes, keepsAxes: keepsAxes)
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0]
    let kept = x.shape.reducing(axes.indices(rank: x.shape.count), keepsAxes: true)
    var groups = Array(repeating: [Float](), count: result.elements.count)
    for index in x.elements.indices {
      groups[kept.offset(of: index, in: x.shape)].append(x.elements[index])
    }
    for (index, elements) in groups.enumerated() { result.elements[index] = reduce(elements) }
  }

}

/// The mean of all elements along some axes.
package struct ReduceMean: ReducingOp {

  package var axes = ReducedAxes.space
  package var keepsAxes = false

  package init() {}

  package static let mnemonic = "reduceMean"

  package static let schema = Schema<Self>(
    attributes: reductionAttributes, isModule: false,
    summary: "The mean of the elements along some axes.",
    counts: "inputs additions; outputs divisions")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // reduceMean.c1: there are such axes.
    try axes.check(over: operands[0], "reduceMean.c1")
    return reducedType(operands[0])
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let sums = Arithmetic(additions: 1).times(operands[0].shape)
    return Arithmetic(divisions: 1).times(result.shape).flatMap { sums?.adding($0) }
  }

  package func reduce(_ elements: [Float]) -> Float {
    Float(elements.reduce(0) { $0 + Double($1) } / Double(elements.count))
  }

}

/// The sum of all elements along some axes.
package struct ReduceSum: ReducingOp {

  package var axes = ReducedAxes.space
  package var keepsAxes = false

  package init() {}

  package static let mnemonic = "reduceSum"

  package static let schema = Schema<Self>(
    attributes: reductionAttributes, isModule: false,
    summary: "The sum of the elements along some axes.",
    counts: "inputs additions")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // reduceSum.c1: there are such axes.
    try axes.check(over: operands[0], "reduceSum.c1")
    return reducedType(operands[0])
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(additions: 1).times(operands[0].shape)
  }

  package func reduce(_ elements: [Float]) -> Float {
    Float(elements.reduce(0) { $0 + Double($1) })
  }

}

/// The largest of all elements along some axes; a NaN wins.
package struct ReduceMax: ReducingOp {

  package var axes = ReducedAxes.space
  package var keepsAxes = false

  package init() {}

  package static let mnemonic = "reduceMax"

  package static let schema = Schema<Self>(
    attributes: reductionAttributes, isModule: false,
    summary: "The largest of the elements along some axes.",
    counts: "inputs comparisons")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // reduceMax.c1: there are such axes.
    try axes.check(over: operands[0], "reduceMax.c1")
    return reducedType(operands[0])
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(comparisons: 1).times(operands[0].shape)
  }

  package func reduce(_ elements: [Float]) -> Float { largest(elements) }

}
