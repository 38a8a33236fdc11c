import CNNIR

/// The elements of each sample, in row-major order, under another shape.
package struct Reshape: Op {

  /// The extents without the batch; -1 stands for what is left.
  package var shape: [Int] = [-1]

  package init() {}

  package static let mnemonic = "reshape"

  package static let schema = Schema<Self>(
    attributes: [
      .required(
        "shape", \.shape, in: -1...Shape.largestExtent,
        "extents of the output without the batch; -1 stands for what is left")
    ],
    isModule: false, summary: "The elements in the same order under another shape.",
    synonyms: ["view", "unflatten"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // reshape.c1: there are extents, and at most one is left open.
    guard !x.shape.isEmpty, !shape.contains(0), shape.count(where: { $0 < 0 }) <= 1 else {
      let message = "the shape has extents from 1 on, and -1 at most once"
      throw OpFault(.attribute("shape"), "reshape.c1", message)
    }
    let known = checkedProduct(shape.filter { $0 > 0 })
    guard let known, let count = checkedProduct(x.shape.dropFirst()) else {
      throw OpFault(.node, "shape-overflow", "the elements exceed a 64-bit count")
    }
    // reshape.c2: as many elements as before.
    guard shape.contains(-1) ? count % known == 0 : count == known else {
      let extents = shape.map(String.init).joined(separator: "x")
      let message =
        "the \(count) elements of \(x.shape.withoutBatch.phrase) do not fill "
        + (shape.isEmpty ? "a single number" : extents)
      throw OpFault(.attribute("shape"), "reshape.c2", message)
    }
    return TensorType(Shape([x.shape[0]] + shape.map { $0 < 0 ? count / known : $0 }), x.element)
  }

  package var isView: Bool { true }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    // The last axes are the same as long as their extents are.
    let (x, y) = (operands[0].shape, result.shape)
    let kept = zip(x.reversed(), y.reversed()).prefix { $0 == $1 }.count
    return x.indices.dropFirst().map { (axis) in
      axis >= x.count - kept ? .same(axis + y.count - x.count) : .all
    }
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    copy(operands[0], into: result)
  }

}
