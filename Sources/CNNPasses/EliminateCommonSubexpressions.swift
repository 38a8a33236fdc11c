import CNNIR
import CNNSource

extension Pass {

  package static let eliminateCommonSubexpressions = Pass(
    "eliminate-common-subexpressions",
    "Computes once what several nodes compute from the same values and parameters.",
    rule: """
      Two nodes are one when op, attributes, operands (in order), parameter expressions and epilogue are all equal; the first of
      them stays.
      """,
    .transformation { (graph, _) in
      var first: [Computation: ValueID] = [:]
      for id in graph.nodeIDs {
        // An equal node before may have changed what this one reads.
        guard let node = graph.node(id) else { continue }
        let computation = Computation(node)
        if let earlier = first[computation] {
          graph.replaceUses(of: id, with: earlier)
          graph.erase(id)
        } else {
          first[computation] = id
        }
      }
    })

}

/// What a node computes: nodes with equal computations have equal results.
private struct Computation: Hashable {

  private let node: Node

  init(_ node: Node) { self.node = node }

  static func == (a: Self, b: Self) -> Bool {
    a.node.operands == b.node.operands && a.node.op.isEqual(to: b.node.op)
      && a.node.parameters == b.node.parameters
      && a.node.epilogue.elementsEqual(b.node.epilogue) { $0.isEqual(to: $1) }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(node.operands)
    hasher.combine(ObjectIdentifier(type(of: node.op)))
    node.op.hash(into: &hasher)
    hasher.combine(node.parameters)
    hasher.combine(node.epilogue.count)
  }

}

extension EpilogueStep {

  fileprivate func isEqual(to other: Self) -> Bool {
    switch (self, other) {
    case (.apply(let op), .apply(let otherOp)): op.isEqual(to: otherOp)
    case (.add(let value), .add(let otherValue)): value == otherValue
    case (.apply, .add), (.add, .apply): false
    }
  }

}
