/// The elements of a tensor, those of each index of the first axis times a number of its own: what the
/// weights before a norm become.
package struct ScaledRows {

  /// The tensor.
  package let name: String

  /// What rows are multiplied by, if by anything; products are rounded once.
  package var factors: [Double]?

  /// The elements of a row.
  package let size: Int

}

extension ParameterExpression {

  /// The value as rows of a tensor, if that is what it is.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  /// - Throws: what looking at a tensor fails with.
  package func scaledRows<Tensors: TensorLookup>(
    _ tensors: Tensors
  ) throws(Tensors.Failure) -> ScaledRows? {
    let shape = valueShape(tensors)
    guard let rows = shape.first else { return nil }
    let size = shape.elementCount / rows
    if let name = storedName { return ScaledRows(name: name, size: size) }
    switch self {
    case .reshape(let operand, _):
      guard let rows = try operand.scaledRows(tensors) else { return nil }
      return rows.size == size ? rows : nil
    case .arithmetic(.multiply, let a, let b):
      let factors = b.valueShape(tensors)
      guard let name = a.storedName, a.valueShape(tensors) == shape,
        factors.count == shape.count, factors.first == rows, factors.elementCount == rows
      else { return nil }
      let numbers = try b.evaluateExactly(tensors).elements
      return ScaledRows(name: name, factors: numbers, size: size)
    case .tensor, .constant, .squareRoot, .norm, .sum, .arithmetic, .broadcast, .concatenation:
      return nil
    }
  }

}
