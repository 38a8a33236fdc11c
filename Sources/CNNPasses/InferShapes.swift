import CNNIR
import CNNSource

extension Pass {

  package static let inferShapes = Pass(
    "infer-shapes", "Types every value, from the inputs on.",
    rule: """
      Computes every type again, and the shapes of the tensors that layers own. A layer that its operands do not suit is a mistake
      of the user.
      """,
    .transformation { (graph, _) throws(Diagnostic) in
      do throws(NodeFault) {
        try graph.inferTypes()
      } catch {
        throw error.diagnostic(in: graph)
      }
    })

}
