import CNNIR
import CNNSource

extension Pass {

  package static let inferShapes = Pass(
    "infer-shapes", "Types every value, from the inputs on.",
    .transformation { (graph, _) throws(Diagnostic) in
      do throws(NodeFault) {
        try graph.inferTypes()
      } catch {
        throw error.diagnostic(in: graph)
      }
    })

}
