import CNNIR

/// The first operand minus the second; a number may stand for either.
package struct Subtract: JoiningOp {

  package var number: Double?
  package var minuend: Double?

  package init() {}

  package static let mnemonic = "sub"

  package static let schema = Schema<Self>(
    operands: .between(1, 2),
    attributes: [
      .optional("number", \.number, "a number to subtract everywhere, for a second operand"),
      .optional("minuend", \.minuend, "a number to subtract from, for a first operand"),
    ],
    isModule: false, summary: "The first operand minus the second.",
    counts: "outputs additions",
    synonyms: ["subtract"])

  var firstNumber: Double? { minuend }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // sub.c2: there is a minuend and a subtrahend.
    guard isPair(operands.count) else {
      let message = "sub takes two values, or a value and a number"
      throw OpFault(.node, "sub.c2", message)
    }
    return try joinedType(of: operands)
  }

  func arithmetic(joining count: Int) -> Arithmetic { Arithmetic(additions: 1) }

  func join(_ elements: [Double]) -> Double { elements[0] - elements[1] }

}

/// The first operand over the second; a number may stand for either.
package struct Divide: JoiningOp {

  package var number: Double?
  package var dividend: Double?

  package init() {}

  package static let mnemonic = "div"

  package static let schema = Schema<Self>(
    operands: .between(1, 2),
    attributes: [
      .optional("number", \.number, "a number to divide by everywhere, for a second operand"),
      .optional("dividend", \.dividend, "a number to divide, for a first operand"),
    ],
    isModule: false, summary: "The first operand over the second.",
    counts: "outputs divisions",
    synonyms: ["divide"])

  var firstNumber: Double? { dividend }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // div.c2: there is a dividend and a divisor.
    guard isPair(operands.count) else {
      let message = "div takes two values, or a value and a number"
      throw OpFault(.node, "div.c2", message)
    }
    return try joinedType(of: operands)
  }

  func arithmetic(joining count: Int) -> Arithmetic { Arithmetic(divisions: 1) }

  func join(_ elements: [Double]) -> Double { elements[0] / elements[1] }

}

extension JoiningOp {

  /// Whether `count` operands and the numbers are two.
  fileprivate func isPair(_ count: Int) -> Bool {
    count + (number == nil ? 0 : 1) + (firstNumber == nil ? 0 : 1) == 2
  }

}
