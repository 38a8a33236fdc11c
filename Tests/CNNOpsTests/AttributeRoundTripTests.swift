import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Attributes of every op as IR text.
struct AttributeRoundTripTests {

  /// Values of every kind; each attribute takes some of them.
  private static let candidates: [AttributeValue] = [
    .integer(2), .integer(4), .number(0.25), .number(1e-12), .boolean(true), .boolean(false),
    .string("same"), .string("valid"), .string("channels"), .string("last"), .integer(1),
    .list([.integer(0), .integer(2), .integer(1), .integer(3)]),
    .list([.integer(0), .integer(3), .integer(2), .integer(1)]),
    .list([.integer(1), .integer(2)]), .list([.integer(-1), .integer(4)]),
    .list([.number(0.5), .number(1), .number(2), .number(4)]),
    .list([.list([.integer(0), .integer(1)]), .list([.integer(1), .integer(0)])]),
  ]

  /// What an attribute might take: the words of its description, too.
  private func candidates(_ attribute: AttributeSummary) -> [AttributeValue] {
    let words = attribute.values.matches(of: /"([^"]+)"/)
      .map { AttributeValue.string(String($0.1)) }
    return Self.candidates + words
  }

  /// An op with some value for each required attribute.
  private func makeOp(_ type: any Op.Type) throws -> any Op {
    var op = type.init()
    for name in type.requiredAttributes {
      let isSet = Self.candidates.contains { (try? op.setAttribute(name, to: $0)) != nil }
      try #require(isSet, "no candidate for \(name)")
    }
    return op
  }

  @Test(arguments: OpTable.standard.mnemonics)
  func `attributes come back from text as they were`(_ mnemonic: String) throws {
    let type = try #require(OpTable.standard[mnemonic])
    let plain = try makeOp(type)
    for attribute in type.attributeSummaries {
      var (accepted, printed) = (0, 0)
      // Some attributes go only with others, as a mode of resizing with a size.
      for start in [plain, completed(plain, besides: attribute.name)] {
        for value in candidates(attribute) {
          var op = start
          guard (try? op.setAttribute(attribute.name, to: value)) != nil,
            op.attributes.map(\.value) != start.attributes.map(\.value)
          else { continue }
          accepted += 1
          if let graph = graph(of: completed(op, besides: attribute.name)) {
            printed += 1
            try checkRoundTrip(graph)
          }
        }
      }
      #expect(accepted > 0, "no candidate changes \(attribute.name)")
      #expect(printed > 0, "no candidate gives a graph with \(attribute.name)")
    }
  }

  private func checkRoundTrip(_ graph: Graph) throws {
    let again = try Graph(irText: graph.description)
    #expect(again.description == graph.description)
    for (node, original) in zip(again.nodes, graph.nodes) {
      #expect(node.op.isEqual(to: original.op), "\(graph)")
    }
  }

  /// The op as it is if it can be applied, else with the first value of another attribute than the
  /// one called `name` that makes it so, if there is one.
  private func completed(_ op: any Op, besides name: String) -> any Op {
    if graph(of: op) != nil { return op }
    for attribute in type(of: op).attributeSummaries where attribute.name != name {
      for value in candidates(attribute) {
        var candidate = op
        try? candidate.setAttribute(attribute.name, to: value)
        if graph(of: candidate) != nil { return candidate }
      }
    }
    return op
  }

  /// The graph of `op` applied to as many values as it needs, or `nil` when it takes none of these.
  private func graph(of op: any Op) -> Graph? {
    var graph = Graph(name: "g")
    let x = TensorType(Shape(2, 4, 9, 9))
    var operands = [graph.addInput("x", x)]
    if let conv = op as? DeformConv, let offsets = offsets(conv, x) {
      operands.append(graph.addInput("y", offsets))
    }
    guard let value = try? graph.append(op, operands, name: "op") else { return nil }
    graph.addOutput(value)
    return graph
  }

  /// The type of the offsets of a deformable convolution of `x`, one for all channels.
  private func offsets(_ conv: DeformConv, _ x: TensorType) -> TensorType? {
    var plain = Conv()
    for (name, value) in conv.attributes { try? plain.setAttribute(name, to: value) }
    guard let result = try? plain.checkedResultType(for: [x]) else { return nil }
    let taps = conv.kernel[0] * conv.kernel[1]
    return TensorType(Shape([x.shape[0], 2 * taps] + result.spatialExtents))
  }

}
