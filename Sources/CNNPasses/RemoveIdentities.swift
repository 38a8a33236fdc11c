import CNNIR
import CNNSource

extension Pass {

  package static let removeIdentities = Pass(
    "remove-identities", "Removes ops that return their input, such as dropout and a 1x1 pool.",
    rule: """
      An op goes when its result equals its first operand for its attributes and the operand's type, and it has no epilogue:
      `dropout`, `dropPath`, `identity`, and pools, pads, slices, permutes, views and joins that happen to do nothing.
      """,
    .transformation { (graph, _) in
      for id in graph.nodeIDs {
        // An identity removed earlier may have changed what this node reads.
        guard let node = graph.node(id), node.isIdentity(in: graph) else { continue }
        graph.replaceUses(of: node.id, with: node.operands[0])
        graph.erase(node.id)
      }
    })

}

extension Node {

  /// Whether the result equals the first operand.
  func isIdentity(in graph: Graph) -> Bool {
    epilogue.isEmpty && op.isIdentity(on: operandTypes(in: graph))
  }

}
