import CNNSource

/// A network as a graph in static single assignment form, with value semantics.
///
/// Nodes stand in an order in which each comes after its operands: the order of execution.
package struct Graph: Sendable {

  package struct Input: Sendable {
    package let id: ValueID
    package let name: String
    package internal(set) var type: TensorType
    package let range: SourceRange?
    /// What is done to a picture before it enters here; none is scaled to [0, 1] only.
    package internal(set) var preprocessing: Preprocessing?
  }

  package struct Output: Sendable {
    /// The name; only a single output may have none.
    package let name: String?
    package internal(set) var value: ValueID
  }

  /// What an identifier stands for.
  enum Definition: Sendable {
    case input(Int)
    case node(Node)
    case erased
  }

  package var name: String
  package internal(set) var inputs: [Input] = [] { didSet { revision += 1 } }
  package internal(set) var outputs: [Output] = [] { didSet { revision += 1 } }

  /// The tensors that parameters are made of, in the order of their declaration.
  package internal(set) var tensors: [NamedTensor] = [] { didSet { revision += 1 } }

  /// The position in `tensors` of each name.
  var tensorIndices: [String: Int] = [:]

  /// What each value is, by raw identifier.
  var definitions: [Definition] = [] { didSet { revision += 1 } }

  /// Who reads each value, by raw identifier.
  var usesOfValue: [UseList] = [] { didSet { revision += 1 } }

  /// The positions in `outputs` of each value that is one.
  var outputsOfValue: [ValueID: [Int]] = [:]

  /// The nodes in order of execution; erased ones stay until the next compaction.
  var order: [ValueID] = [] { didSet { revision += 1 } }

  /// Grows with each change that `verify()` could see.
  package private(set) var revision = 0

  /// The name of an input that the network does not name.
  package static let unnamedInput = "input"

  package init(name: String) {
    self.name = name
  }

}

// MARK: - Reading

extension Graph {

  /// The nodes in order of execution.
  package var nodes: some Sequence<Node> {
    order.lazy.compactMap { self.node($0) }
  }

  /// The values that nodes define, in order of execution; a pass that rewrites nodes on its way runs
  /// over these and looks each node up when its turn comes.
  package var nodeIDs: [ValueID] { order.filter(isNode) }

  private func isNode(_ value: ValueID) -> Bool {
    if case .node = definitions[value.rawValue] { true } else { false }
  }

  /// The number of nodes, erased ones included until the next compaction.
  package var nodeCount: Int { order.count }

  /// The node that defines `value`, or `nil` when it is an input or erased.
  package func node(_ value: ValueID) -> Node? {
    guard case .node(let node) = definitions[value.rawValue] else { return nil }
    return node
  }

  /// The input that is `value`, or `nil` when it is none.
  package func input(_ value: ValueID) -> Input? {
    guard case .input(let index) = definitions[value.rawValue] else { return nil }
    return inputs[index]
  }

  /// The type of an input or of a node's result.
  package func type(of value: ValueID) -> TensorType {
    switch definitions[value.rawValue] {
    case .input(let index): inputs[index].type
    case .node(let node): node.type
    case .erased: preconditionFailure("an erased value has no type")
    }
  }

  /// The name of an input or of a node.
  package func name(of value: ValueID) -> String {
    switch definitions[value.rawValue] {
    case .input(let index): inputs[index].name
    case .node(let node): node.name
    case .erased: preconditionFailure("an erased value has no name")
    }
  }

  /// The nodes that read `value`, once for each operand; takes time linear in their number.
  package func users(of value: ValueID) -> [ValueID] {
    let list = usesOfValue[value.rawValue]
    if list.staleCount == 0 { return list.uses.map(\.user) }
    return list.uses.filter(holds).map(\.user)
  }

  /// Whether the entry of a list of uses is about what its node is now.
  func holds(_ use: UseList.Use) -> Bool {
    guard case .node(let user) = definitions[use.user.rawValue] else { return false }
    return user.generation == use.generation
  }

  /// How often nodes read `value`.
  package func useCount(of value: ValueID) -> Int { usesOfValue[value.rawValue].count }

  /// Whether `user` reads `value`, once, and nothing else does: no node and no output.
  package func isOnlyUser(_ user: ValueID, of value: ValueID) -> Bool {
    useCount(of: value) == 1 && users(of: value) == [user] && !isOutput(value)
  }

  package func isOutput(_ value: ValueID) -> Bool { outputsOfValue[value] != nil }

  /// The names of the outputs; one without a name is called `output`, or among several as its value.
  package var outputNames: [String] {
    outputs.map { $0.name ?? (outputs.count == 1 ? "output" : name(of: $0.value)) }
  }

  package func tensor(named name: String) -> NamedTensor? {
    tensorIndices[name].map { tensors[$0] }
  }

  /// The tensors that some node reads, in the order of their declaration.
  package var usedTensors: [NamedTensor] {
    var used: Set<String> = []
    for node in nodes {
      for parameter in node.parameters { used.formUnion(parameter.tensorNames) }
    }
    return tensors.filter { used.contains($0.name) }
  }

}
