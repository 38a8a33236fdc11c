import CNNIR
import CNNSource

extension Pass {

  package static let eliminateDeadNodes = Pass(
    "eliminate-dead-nodes", "Removes nodes from which no path leads to an output.",
    .transformation { (graph) in
      for node in Array(graph.nodes).reversed()
      where graph.users(of: node.id).isEmpty && !graph.isOutput(node.id) {
        graph.erase(node.id)
      }
    })

}
