import CNNIR

/// An op that joins operands element by element, broadcasting as in NumPy, and perhaps a number that
/// is the same everywhere.
protocol JoiningOp: Op {

  /// The number that joins in behind the operands, or `nil`.
  var number: Double? { get }

  /// The number that joins in before the operands, or `nil`.
  var firstNumber: Double? { get }

  /// What joining `count` elements and numbers takes.
  func arithmetic(joining count: Int) -> Arithmetic

  /// The result for the elements and numbers at one place, in order.
  func join(_ elements: [Double]) -> Double

}

extension JoiningOp {

  var firstNumber: Double? { nil }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try joinedType(of: operands)
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let count = operands.count + [number, firstNumber].count { $0 != nil }
    return arithmetic(joining: count).times(result.shape)
  }

  /// The type of the operands, broadcast.
  func joinedType(of operands: [TensorType]) throws(OpFault) -> TensorType {
    var shape = operands[0].shape
    for (index, operand) in operands.enumerated().dropFirst() {
      // op.c1: the shapes are equal, or 1 where they differ.
      guard let joined = shape.joined(with: operand.shape) else {
        let message =
          "cannot \(mnemonic) \(shape.withoutBatch.phrase) and "
          + operand.shape.withoutBatch.phrase
        throw OpFault(.operand(index), "\(mnemonic).c1", message)
      }
      shape = joined
    }
    return TensorType(shape, operands[0].element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    operands.count == 1 && number == nil && firstNumber == nil
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    for index in result.elements.indices {
      let elements = operands.map { (operand) in
        Double(operand.elements[operand.shape.offset(of: index, in: result.shape)])
      }
      let numbers = (first: firstNumber.map { [$0] } ?? [], last: number.map { [$0] } ?? [])
      result.elements[index] = Float(join(numbers.first + elements + numbers.last))
    }
  }

}

/// The sum of the operands.
package struct Add: JoiningOp {

  package var number: Double?

  package init() {}

  package static let mnemonic = "add"

  package static let schema = Schema<Self>(
    operands: .atLeast(1),
    attributes: [.optional("number", \.number, "a number to add everywhere")],
    isModule: false, summary: "The sum of the operands.",
    counts: "an addition for each output and operand but the first")

  func arithmetic(joining count: Int) -> Arithmetic { Arithmetic(additions: count - 1) }

  func join(_ elements: [Double]) -> Double {
    elements.dropFirst().reduce(elements[0], +)
  }

}

/// The product of the operands.
package struct Multiply: JoiningOp {

  package var number: Double?

  package init() {}

  package static let mnemonic = "mul"

  package static let schema = Schema<Self>(
    operands: .atLeast(1),
    attributes: [.optional("number", \.number, "a number to multiply by everywhere")],
    isModule: false, summary: "The product of the operands.",
    counts: "a multiplication for each output and operand but the first",
    synonyms: ["multiply"])

  func arithmetic(joining count: Int) -> Arithmetic { Arithmetic(multiplications: count - 1) }

  func join(_ elements: [Double]) -> Double {
    elements.dropFirst().reduce(elements[0], *)
  }

}

/// The mean of the operands.
package struct Mean: JoiningOp {

  var number: Double? { nil }

  package init() {}

  package static let mnemonic = "mean"

  package static let schema = Schema<Self>(
    operands: .atLeast(1), isModule: false, summary: "The mean of the operands.",
    counts: "an addition for each output and operand but the first; outputs divisions",
    synonyms: ["average"])

  func arithmetic(joining count: Int) -> Arithmetic {
    Arithmetic(additions: count - 1, divisions: 1)
  }

  func join(_ elements: [Double]) -> Double {
    elements.dropFirst().reduce(elements[0], +) / Double(elements.count)
  }

}

/// The largest of the operands; a NaN wins.
package struct Maximum: JoiningOp {

  package var number: Double?

  package init() {}

  package static let mnemonic = "max"

  package static let schema = Schema<Self>(
    operands: .atLeast(1),
    attributes: [.optional("number", \.number, "a number to compare with everywhere")],
    isModule: false, summary: "The largest of the operands.",
    counts: "a comparison for each output and operand but the first",
    synonyms: ["maximum"])

  func arithmetic(joining count: Int) -> Arithmetic { Arithmetic(comparisons: count - 1) }

  func join(_ elements: [Double]) -> Double {
    elements.dropFirst().reduce(elements[0]) { $1 > $0 || $1.isNaN ? $1 : $0 }
  }

}

/// The smallest of the operands; a NaN wins.
package struct Minimum: JoiningOp {

  package var number: Double?

  package init() {}

  package static let mnemonic = "min"

  package static let schema = Schema<Self>(
    operands: .atLeast(1),
    attributes: [.optional("number", \.number, "a number to compare with everywhere")],
    isModule: false, summary: "The smallest of the operands.",
    counts: "a comparison for each output and operand but the first",
    synonyms: ["minimum"])

  func arithmetic(joining count: Int) -> Arithmetic { Arithmetic(comparisons: count - 1) }

  func join(_ elements: [Double]) -> Double {
    elements.dropFirst().reduce(elements[0]) { $1 < $0 || $1.isNaN ? $1 : $0 }
  }

}
