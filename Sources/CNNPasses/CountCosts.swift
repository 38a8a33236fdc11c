import CNNIR
import CNNSource

extension Pass {

  package static let countCosts = Pass(
    "count-costs", "Counts parameters, buffers and multiply-adds.",
    .analysis { (graph, analyses) throws(Diagnostic) in
      analyses.costs = try CostTable(graph)
    })

}
