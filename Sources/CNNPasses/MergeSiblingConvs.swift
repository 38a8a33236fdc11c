import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let mergeSiblingConvs = Pass(
    "merge-sibling-convs", "Makes one 1x1 convolution of several of the same value.",
    rule: """
      Takes `conv` nodes that read the same value, each with a kernel of 1, no padding, one group, the same strides and the same
      epilogue, which adds no values. One convolution with the filters of all takes their place, and each becomes a `slice` of it.
      A slice costs nothing where it begins and ends with a block of 16 channels, so only layers whose filters are a multiple of
      16 are merged; and none that a `concat` reads, which has its operands computed in place.
      """,
    .transformation { (graph, remarks) in
      var groups: [[Node]] = []
      var numbers: [Siblings: Int] = [:]
      for node in graph.nodes {
        guard let siblings = Siblings(node) else { continue }
        if let reason = graph.obstacle(toMerging: node) {
          if let number = numbers[siblings], let first = groups[number].first {
            remarks.missed(node, "merged with *", first, because: reason)
          }
        } else if let number = numbers[siblings] {
          groups[number].append(node)
        } else {
          numbers[siblings] = groups.count
          groups.append([node])
        }
      }
      graph.merge(groups.filter { $0.count > 1 })
    })

}

/// What convolutions have in common that may be one.
private struct Siblings: Hashable {

  private let operand: ValueID
  private let strides: [Int]
  private let epilogue: [AnyHashable]

  /// `nil` for what is no plain convolution of single pixels.
  init?(_ node: Node) {
    guard let conv = node.op as? Conv, conv.groups == 1,
      conv.kernel.values.allSatisfy({ $0 == 1 }), conv.hasNoPadding,
      node.epilogue.allSatisfy({ $0.addend == nil })
    else { return nil }
    operand = node.operands[0]
    strides = conv.stride.expanded(rank: node.type.spatialRank)
    epilogue = node.epilogue.compactMap(\.op).map { AnyHashable($0) }
  }

}

extension Conv {

  /// Whether the padding is none, or a rule that makes none of a window of one element.
  fileprivate var hasNoPadding: Bool {
    guard case .explicit(let before, let after) = padding else { return true }
    return (before.values + after.values).allSatisfy { $0 == 0 }
  }

}

extension Graph {

  /// The channels that lie side by side.
  private static let block = 16

  /// Why a convolution would be slower as a part of a larger one, if it would: a phrase.
  fileprivate func obstacle(toMerging node: Node) -> String? {
    if node.type.channels % Self.block != 0 {
      return "its filters do not fill blocks of \(Self.block)"
    }
    if users(of: node.id).contains(where: { self.node($0)?.op is Concat }) {
      return "a concat has it computed in place"
    }
    return nil
  }

  /// Makes the nodes of each group, which are siblings in the order of execution, slices of one
  /// convolution in front of them.
  fileprivate mutating func merge(_ groups: [[Node]]) {
    var names = Set(inputs.map(\.name) + nodes.map(\.name))
    var wholes: [ValueID: ValueID] = [:]
    for group in groups {
      guard let whole = appendWhole(of: group, &names) else { continue }
      slice(whole, into: group)
      wholes[group[0].id] = whole
    }
    compact()
    let added = Set(wholes.values)
    let own = nodeIDs.filter { !added.contains($0) }
    setOrder(own.flatMap { (id) in [wholes[id], id].compactMap(\.self) })
  }

  /// Makes each of `nodes` the part of `whole` that has its channels.
  private mutating func slice(_ whole: ValueID, into nodes: [Node]) {
    var start = 0
    for node in nodes {
      var slice = Slice()
      slice.start = start
      slice.end = start + node.type.channels
      start = slice.end
      let part = append(slice, [whole], [], type: node.type, name: node.name)
      replace(node.id, withContentOf: part)
      rename(node.id, node.name, at: node.range)
    }
  }

  /// Appends the convolution with the filters of all of `nodes`; nothing where its parameters would
  /// nest too deep.
  private mutating func appendWhole(of nodes: [Node], _ names: inout Set<String>) -> ValueID? {
    guard var conv = nodes[0].op as? Conv else { return nil }
    let convs = nodes.compactMap { $0.op as? Conv }
    conv.filters = convs.reduce(0) { $0 + $1.filters }
    conv.bias = convs.contains(where: \.bias)
    conv.weightNorm = false
    var parameters = [ParameterExpression.concatenation(nodes.map { $0.parameters[0] })]
    if conv.bias {
      let biases = zip(nodes, convs).map { (node, conv) in
        conv.bias ? node.parameters[1] : .broadcast(.constant(0), Shape(conv.filters))
      }
      parameters.append(.concatenation(biases))
    }
    let operands = nodes[0].operands
    guard (try? checkDepth(of: parameters)) != nil,
      let type = try? conv.checkedResultType(for: operands.map { type(of: $0) })
    else { return nil }
    return append(
      conv, operands, parameters, epilogue: nodes[0].epilogue, type: type,
      name: names.insertFree(nodes.map(\.name).joined(separator: "+")), at: nodes[0].range)
  }

}

extension Set<String> {

  /// Inserts `name`, or with a number behind it if there is such a name already.
  fileprivate mutating func insertFree(_ name: String) -> String {
    var free = name
    var number = 1
    while !insert(free).inserted {
      number += 1
      free = "\(name)#\(number)"
    }
    return free
  }

}
