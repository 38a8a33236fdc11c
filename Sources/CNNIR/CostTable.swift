import CNNSource

/// What a node, or a whole graph, stores and computes.
package struct Cost: Sendable, Hashable {

  /// Trained numbers.
  package var parameters = 0
  /// Stored numbers that are not trained: running means and variances.
  package var buffers = 0
  /// Multiply-adds of one evaluation, over the whole batch.
  package var multiplyAdds = 0
  /// What else one evaluation computes, over the whole batch.
  package var arithmetic = Arithmetic()

  package init() {}

  /// The sum, or `nil` when a count exceeds 64 bits.
  package func adding(_ other: Cost) -> Cost? {
    guard let parameters = checkedSum([parameters, other.parameters]),
      let buffers = checkedSum([buffers, other.buffers]),
      let multiplyAdds = checkedSum([multiplyAdds, other.multiplyAdds]),
      let arithmetic = arithmetic.adding(other.arithmetic)
    else { return nil }
    var sum = Cost()
    sum.parameters = parameters
    sum.buffers = buffers
    sum.multiplyAdds = multiplyAdds
    sum.arithmetic = arithmetic
    return sum
  }

}

/// The costs of a graph, node by node and in total.
package struct CostTable: Sendable {

  package private(set) var costs: [ValueID: Cost] = [:]
  package private(set) var total = Cost()

  /// The tensors that count at each node: those that no earlier node reads.
  private var tensors: [ValueID: [NamedTensor]] = [:]

  package subscript(node: ValueID) -> Cost { costs[node] ?? Cost() }

  /// The tensors whose elements count at `node`, in the order in which its parameters read them.
  package func tensors(of node: ValueID) -> [NamedTensor] { tensors[node] ?? [] }

  /// Counts the costs of `graph`. A tensor that several nodes read counts at the first.
  ///
  /// - Throws: when a count exceeds 64 bits.
  package init(_ graph: Graph) throws(Diagnostic) {
    var counted: Set<String> = []
    for node in graph.nodes {
      let names = node.parameters.flatMap(\.tensorNames).filter { counted.insert($0).inserted }
      let own = names.compactMap(graph.tensor)
      if !own.isEmpty { tensors[node.id] = own }
      guard let cost = Self.cost(of: node, in: graph, own), let sum = total.adding(cost)
      else { throw Self.overflow(at: node) }
      costs[node.id] = cost
      total = sum
    }
  }

  /// Counts other multiply-adds at each node.
  ///
  /// - Throws: when a count exceeds 64 bits.
  package mutating func recountMultiplyAdds(
    of graph: Graph, _ count: (Node) -> Int?
  ) throws(Diagnostic) {
    total.multiplyAdds = 0
    for node in graph.nodes {
      guard let own = count(node), let sum = checkedSum([total.multiplyAdds, own]) else {
        throw Self.overflow(at: node)
      }
      costs[node.id, default: Cost()].multiplyAdds = own
      total.multiplyAdds = sum
    }
  }

  /// The counts exceed 64 bits.
  private static func overflow(at node: Node) -> Diagnostic {
    let place = node.range.map(Diagnostic.Place.source) ?? .commandLine
    let message = "the costs up to '\(node.name)' exceed a 64-bit count"
    return Diagnostic(.error, "count-overflow", message, at: place)
  }

  private static func cost(
    of node: Node, in graph: Graph, _ tensors: [NamedTensor]
  ) -> Cost? {
    var cost = Cost()
    for tensor in tensors {
      guard let count = tensor.shape.checkedElementCount else { return nil }
      var own = Cost()
      if tensor.role.isBuffer { own.buffers = count } else { own.parameters = count }
      guard let sum = cost.adding(own) else { return nil }
      cost = sum
    }
    let types = node.operandTypes(in: graph)
    guard let multiplyAdds = node.op.multiplyAdds(from: types, to: node.type),
      var arithmetic = node.op.arithmetic(from: types, to: node.type)
    else { return nil }
    for step in node.epilogue {
      let perElement = step.op?.arithmeticPerElement ?? Arithmetic(additions: 1)
      guard let own = perElement.times(node.type.shape), let sum = arithmetic.adding(own) else {
        return nil
      }
      arithmetic = sum
    }
    cost.multiplyAdds = multiplyAdds
    cost.arithmetic = arithmetic
    return cost
  }

}
