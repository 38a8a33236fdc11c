import CNNIR
import CNNPasses

/// A network after the optimising passes.
package struct CompiledNetwork: Sendable {

  package let graph: Graph
  package let costs: CostTable
  package let memoryPlan: MemoryPlan

  /// What the passes made of `graph`, with `pipeline`; `observe` sees it after each.
  ///
  /// - Requires: `pipeline` has the analyses of the optimisation at its end.
  /// - Throws: a `Diagnostic` for a mistake of the user, a `PassFailure` for one of a pass.
  package init(
    _ graph: Graph, pipeline: Pipeline = .optimization,
    observe: (Pass, Graph) throws -> Void = { (_, _) in }
  ) throws {
    var manager = PassManager(graph)
    try manager.run(pipeline, observe: observe)
    self.init(manager)
  }

  /// What a manager has made with a pipeline that has the analyses of the optimisation at its end.
  package init(_ manager: PassManager) {
    graph = manager.graph
    guard let costs = manager.analyses.costs, let plan = manager.analyses.memoryPlan else {
      preconditionFailure("the pipeline ends with the analyses of what it made")
    }
    self.costs = costs
    memoryPlan = plan
  }

}
