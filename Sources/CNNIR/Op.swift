/// An operation of the graph: everything the compiler knows about it, in one place.
///
/// A conforming type stores the op's attributes. All its rules are functions of these and of the
/// operands' types; the reference kernel is the meaning of the op.
package protocol Op: Sendable, Hashable {

  /// An op with every attribute at its default.
  init()

  /// The op's name in `.arch` and in IR text.
  ///
  /// It is not part of the schema: to know all names, which every command does, need not make all schemas.
  static var mnemonic: String { get }

  /// Operands, attributes and their documentation.
  static var schema: Schema<Self> { get }

  /// The type of the result.
  ///
  /// - Throws: the constraint that the operands or attributes break.
  func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType

  /// The parameters that the op owns for operands that satisfy its constraints.
  func parameters(for operands: [TensorType]) -> [ParameterSlot]

  /// The multiply-adds of one evaluation, or `nil` when the count exceeds 64 bits.
  ///
  /// Biases, comparisons and plain additions do not count.
  func multiplyAdds(from operands: [TensorType], to result: TensorType) -> Int?

  /// What one evaluation computes besides, or `nil` when a count exceeds 64 bits.
  func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic?

  /// The number of parameters as a formula over the op's extents, `20 x (1 x 5 x 5 + 1)`.
  func weightFormula(for operands: [TensorType]) -> String

  /// Whether the result has the operand's elements in the same order, so that it may share memory.
  var isView: Bool { get }

  /// Whether the result is made of the operands' elements in other places, none of them computed.
  var isRearrangement: Bool { get }

  /// Whether the result equals the first operand.
  func isIdentity(on operands: [TensorType]) -> Bool

  /// How each element of the result depends on each axis of an operand but the batch, by position.
  func reach(of operand: Int, _ operands: [TensorType], to result: TensorType) -> [AxisReach]

  /// The reference kernel: plain loops that state what the op means.
  ///
  /// - Requires: views of the types that the op's rules give, the result disjoint from the rest
  ///   (a view's and an elementwise op's result may be the operand itself).
  func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView)

}

extension Op {

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] { [] }

  package func multiplyAdds(from operands: [TensorType], to result: TensorType) -> Int? { 0 }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic()
  }

  package func weightFormula(for operands: [TensorType]) -> String { "0" }

  package var isView: Bool { false }

  package var isRearrangement: Bool { false }

  /// Whether a node may do more to its result as it stores it: where it computes it.
  package var acceptsEpilogue: Bool { !isView && !isRearrangement }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    isView && (try? resultType(for: operands)) == operands[0]
  }

}

/// An op that maps each element on its own, and so may run where another op stores its result.
package protocol ElementwiseOp: Op {

  /// What the image of one element takes to compute.
  var arithmeticPerElement: Arithmetic { get }

  /// The image of one element.
  func callAsFunction(_ x: Float) -> Float

}

extension ElementwiseOp {

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType { operands[0] }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    arithmeticPerElement.times(result.shape)
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    for index in result.elements.indices {
      result.elements[index] = self(operands[0].elements[index])
    }
  }

}

extension Op {

  /// Whether `other` is the same op with the same attributes.
  package func isEqual(to other: any Op) -> Bool { self == other as? Self }

}

/// A broken constraint of an op. It knows no place in a text: who catches it adds that.
package struct OpFault: Error, Sendable, Hashable {

  package enum Subject: Sendable, Hashable {
    case attribute(String)
    case operand(Int)
    case node
  }

  package var subject: Subject
  /// The constraint's label, `conv.c1`.
  package var constraint: String
  package var message: String

  package init(_ subject: Subject, _ constraint: String, _ message: String) {
    self.subject = subject
    self.constraint = constraint
    self.message = message
  }

}
