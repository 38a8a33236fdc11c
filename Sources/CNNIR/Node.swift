import CNNSource

/// The identity of a value: a graph's input or a node's result. Never reused within a graph.
package struct ValueID: Sendable, Hashable {
  let rawValue: Int
}

/// An op applied to values. Every node defines exactly one value.
package struct Node: Sendable {

  /// What the copies of a node have in common: passes copy nodes all the time, and so count one reference
  /// for each instead of one for each property.
  private final class Shared: Sendable {
    let content: Content

    init(_ content: Content) { self.content = content }
  }

  private struct Content: Sendable {
    let id: ValueID
    var name: String
    var op: any Op
    var operands: [ValueID]
    var parameters: [ParameterExpression]
    var epilogue: [EpilogueStep]
    var type: TensorType
    var range: SourceRange?
    var generation = 0
  }

  private var shared: Shared

  init(
    id: ValueID, name: String, op: any Op, operands: [ValueID],
    parameters: [ParameterExpression], epilogue: [EpilogueStep], type: TensorType,
    range: SourceRange?
  ) {
    shared = Shared(
      Content(
        id: id, name: name, op: op, operands: operands, parameters: parameters,
        epilogue: epilogue, type: type, range: range))
  }

  private mutating func change(_ body: (inout Content) -> Void) {
    var content = shared.content
    body(&content)
    shared = Shared(content)
  }

  /// Whether nothing was changed since one node was copied from the other.
  func isCopy(of other: Node) -> Bool { shared === other.shared }

  /// The value that the node defines.
  package var id: ValueID { shared.content.id }

  /// The layer's path, `features.0`; unique among the nodes and inputs of the graph.
  package var name: String {
    get { shared.content.name }
    set { change { $0.name = newValue } }
  }

  /// What the node does.
  package internal(set) var op: any Op {
    get { shared.content.op }
    set { change { $0.op = newValue } }
  }

  /// The values that the op is applied to.
  package internal(set) var operands: [ValueID] {
    get { shared.content.operands }
    set { change { $0.operands = newValue } }
  }

  /// One expression for each of the op's parameter slots.
  package internal(set) var parameters: [ParameterExpression] {
    get { shared.content.parameters }
    set { change { $0.parameters = newValue } }
  }

  /// What is done, in order, to the elements of the result as they are stored.
  package internal(set) var epilogue: [EpilogueStep] {
    get { shared.content.epilogue }
    set { change { $0.epilogue = newValue } }
  }

  /// The type of the value.
  package internal(set) var type: TensorType {
    get { shared.content.type }
    set { change { $0.type = newValue } }
  }

  /// What the node was made from.
  package var range: SourceRange? {
    get { shared.content.range }
    set { change { $0.range = newValue } }
  }

  /// How often the node has got other content.
  var generation: Int {
    get { shared.content.generation }
    set { change { $0.generation = newValue } }
  }

}

extension Node {

  /// Every value that the node reads: the operands, then what its epilogue adds.
  package var reads: [ValueID] {
    epilogue.isEmpty ? operands : operands + epilogue.compactMap(\.addend)
  }

  /// Makes the node read `new` at a position of `reads`.
  mutating func replaceRead(at position: Int, with new: ValueID) {
    if position < operands.count {
      operands[position] = new
      return
    }
    let additions = epilogue.indices.filter { epilogue[$0].addend != nil }
    epilogue[additions[position - operands.count]] = .add(new)
  }

  /// The op's parameters for operands of the types that the node has in `graph`.
  package func slots(in graph: Graph) -> [ParameterSlot] {
    op.parameters(for: operandTypes(in: graph))
  }

  package func operandTypes(in graph: Graph) -> [TensorType] {
    operands.map { graph.type(of: $0) }
  }

}

/// Something done to the elements of a result as they are stored.
package enum EpilogueStep: Sendable {

  /// Each element becomes its image.
  case apply(any ElementwiseOp)

  /// The elements of another value, of the result's own type, are added.
  case add(ValueID)

  /// The name of the op that is applied, or of the addition.
  package var mnemonic: String {
    switch self {
    case .apply(let op): op.mnemonic
    case .add: "add"
    }
  }

  /// The op that is applied, if one is.
  package var op: (any ElementwiseOp)? {
    if case .apply(let op) = self { op } else { nil }
  }

  /// The value that the step adds, if it adds one.
  package var addend: ValueID? {
    if case .add(let value) = self { value } else { nil }
  }

  /// - Throws: unless the step can be done to a result of type `type` in `graph`.
  func check(appliesTo type: TensorType, in graph: Graph) throws(OpFault) {
    switch self {
    case .apply(let op):
      _ = try op.checkedResultType(for: [type])
    case .add(let value):
      let addend = graph.type(of: value)
      guard addend != type else { return }
      throw OpFault(.node, "wrong-type", "what is added must be \(type), not \(addend)")
    }
  }

}
