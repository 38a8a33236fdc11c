/// A value as the elements of a tensor, those of each index of the value's first axis times a number: what
/// weights become with a norm behind their layer, or, without numbers, weights as they are.
package struct ScaledRows: Sendable {

  /// The tensor.
  package let name: String

  /// The elements of a row.
  package let size: Int

  /// What rows are multiplied by, if by anything. Products are rounded once, or nearly: an error of 2^-47 of
  /// them is allowed before that.
  private(set) var factors: ParameterExpression?

  /// The value of the factors.
  ///
  /// - Throws: what looking at a tensor fails with.
  package func factors<Tensors: TensorLookup>(
    _ tensors: Tensors
  ) throws(Tensors.Failure) -> [Double]? {
    guard let factors else { return nil }
    return try factors.evaluateExactly(tensors).elements
  }

}

extension ParameterExpression {

  /// The value as rows of a tensor, if that is what it is.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  package func scaledRows(_ tensors: some TensorLookup) -> ScaledRows? {
    let shape = valueShape(tensors)
    guard let count = shape.first else { return nil }
    let size = shape.elementCount / count
    if let name = storedName { return ScaledRows(name: name, size: size) }
    switch self {
    case .reshape(let operand, _):
      guard let rows = operand.scaledRows(tensors) else { return nil }
      return rows.size == size ? rows : nil
    case .arithmetic(.multiply, let a, let b):
      let other = b.valueShape(tensors)
      guard let name = a.storedName, a.valueShape(tensors) == shape, other.count == shape.count,
        other.first == count, other.elementCount == count, isCheap(b, tensors)
      else { return nil }
      return ScaledRows(name: name, size: size, factors: b)
    case .tensor, .constant, .squareRoot, .norm, .sum, .arithmetic, .broadcast, .concatenation:
      return nil
    }
  }

}
