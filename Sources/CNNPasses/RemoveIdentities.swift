import CNNIR
import CNNSource

extension Pass {

  package static let removeIdentities = Pass(
    "remove-identities", "Removes ops that return their input, such as dropout and a 1x1 pool.",
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
