import CNNIR
import CNNSource

extension Pass {

  package static let eliminateDeadNodes = Pass(
    "eliminate-dead-nodes", "Removes nodes from which no path leads to an output.",
    rule: """
      A node goes when no node and no output reads it, and then what only it read.
      """,
    .transformation { (graph, _) in
      for value in graph.nodeIDs.reversed()
      where graph.useCount(of: value) == 0 && !graph.isOutput(value) {
        graph.erase(value)
      }
    })

}
