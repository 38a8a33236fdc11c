import CNNIR
import CNNSource

extension Pass {

  package static let removeIdentities = Pass(
    "remove-identities", "Removes ops that return their input, such as dropout and a 1x1 pool.",
    .transformation { (graph) in
      for node in Array(graph.nodes) where node.isIdentity(in: graph) {
        graph.replaceUses(of: node.id, with: node.operands[0])
        graph.erase(node.id)
      }
    })

}

extension Node {

  fileprivate func isIdentity(in graph: Graph) -> Bool {
    epilogue.isEmpty && op.isIdentity(on: operandTypes(in: graph))
  }

}
