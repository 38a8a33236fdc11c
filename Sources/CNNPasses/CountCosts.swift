import CNNIR
import CNNSource

extension Pass {

  package static let countCosts = Pass(
    "count-costs", "Counts parameters, buffers and multiply-adds.",
    rule: """
      A multiply-add is one MAC; biases, comparisons and plain additions do not count. A tensor that several nodes read counts at
      the first of them.
      """,
    .analysis { (graph, analyses) throws(Diagnostic) in
      analyses.costs = try CostTable(graph)
    })

}
