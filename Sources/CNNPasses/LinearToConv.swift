import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let linearToConv = Pass(
    "linear-to-conv",
    "Leaves the channels where they are between two permutes that move them, with layers for that.",
    rule: """
      Takes a `permute` that moves the channels behind the other axes, nodes in a row, and the `permute` that moves them back. In
      between, a `linear` becomes a `conv` of single pixels, a `layerNorm` over the last axis one over the channels, and what
      changes single elements stays; both permutes go. The runtime computes either form the same way, but what follows the second
      permute can then be folded into the layer before it.

      Not where a value in between is an output, is read elsewhere too or has an epilogue.
      """,
    .transformation { (graph, remarks) in
      for id in graph.nodeIDs {
        guard let first = graph.node(id), let chain = graph.chain(from: first) else { continue }
        if let obstacle = graph.obstacle(in: [first] + chain) {
          remarks.missed(first, "undone by *", chain[chain.count - 1], because: obstacle)
        } else {
          graph.leaveChannels(from: first, chain)
        }
      }
    })

}

extension Graph {

  /// The nodes after a permute that moves the channels last, each the first reader of the one before it,
  /// up to the permute that moves them back; `nil` if there is none.
  fileprivate func chain(from first: Node) -> [Node]? {
    guard let permute = first.op as? Permute, permute.movesChannelsLast else { return nil }
    var chain: [Node] = []
    var last = first
    while let next = users(of: last.id).first.flatMap({ node($0) }) {
      chain.append(next)
      if let back = next.op as? Permute {
        let isInverse = back.order.indices.allSatisfy { permute.order[back.order[$0]] == $0 }
        return isInverse ? chain : nil
      }
      guard next.operands.count == 1, next.channelsFirst(in: self) != nil else { return nil }
      last = next
    }
    return nil
  }

  /// What keeps some nodes from being the only readers of each other in a row: a phrase.
  fileprivate func obstacle(in nodes: [Node]) -> String? {
    zip(nodes, nodes.dropFirst()).lazy.compactMap { obstacle(between: $0, and: $1) }.first
  }

  /// Makes the nodes of a chain after `first` read its operand as it is.
  fileprivate mutating func leaveChannels(from first: Node, _ chain: [Node]) {
    var operand = first.operands[0]
    let replacements = chain.map { $0.channelsFirst(in: self) }
    for (node, replacement) in zip(chain, replacements) {
      guard let (op, parameters) = replacement else { continue }
      let type = TensorType(node.type.shape.withChannelsFirst, node.type.element)
      replace(node.id, with: op, parameters, type: type)
      setOperands([operand], of: node.id)
      operand = node.id
    }
    let end = chain[chain.count - 1].id
    replaceUses(of: end, with: operand)
    erase(end)
    erase(first.id)
  }

}

extension Permute {

  /// Whether the channels, the second axis, become the last, and the others stay in order.
  fileprivate var movesChannelsLast: Bool {
    (3...5).contains(order.count) && order == [0] + (2..<order.count) + [1]
  }

}

extension Shape {

  /// The shape with its last extent behind the batch.
  fileprivate var withChannelsFirst: Shape {
    Shape([self[0], self[count - 1]] + dropFirst().dropLast())
  }

}

extension Node {

  /// The node's op and parameters for channels that are the second axis instead of the last, if there is
  /// such an op.
  fileprivate func channelsFirst(
    in graph: Graph
  ) -> (op: any Op, parameters: [ParameterExpression])? {
    switch op {
    case let linear as Linear:
      var conv = Conv()
      conv.filters = linear.features
      conv.kernel = 1
      conv.bias = linear.bias
      let matrix = slots(in: graph)[0].shape
      let ones = Array(repeating: 1, count: type.shape.count - 2)
      let weight = parameters[0].reshaped(to: Shape(matrix.extents + ones), from: matrix)
      return (conv, [weight] + parameters.dropFirst())
    case var norm as LayerNorm where norm.span == .last:
      norm.span = .channels
      return (norm, parameters)
    case is any ElementwiseOp:
      return (op, parameters)
    default:
      return nil
    }
  }

}
