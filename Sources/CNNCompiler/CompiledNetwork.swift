import CNNIR
import CNNPasses
import CNNSource

/// A network after the optimising passes.
package struct CompiledNetwork: Sendable {

  package let graph: Graph
  package let costs: CostTable
  package let memoryPlan: MemoryPlan

  /// Notes about rewrites that almost applied, if they were wanted.
  package let remarks: DiagnosticSet

  /// Runs the passes over `graph`; `observe` sees it after each.
  ///
  /// - Throws: a `Diagnostic` for a mistake of the user, a `PassFailure` for one of a pass.
  package init(
    _ graph: Graph, wantsRemarks: Bool = false,
    observe: (Pass, Graph) throws -> Void = { (_, _) in }
  ) throws {
    var manager = PassManager(graph, wantsRemarks: wantsRemarks)
    try manager.run(.optimization, observe: observe)
    self.graph = manager.graph
    guard let costs = manager.analyses.costs, let plan = manager.analyses.memoryPlan else {
      preconditionFailure("the pipeline ends with the analyses of what it made")
    }
    self.costs = costs
    memoryPlan = plan
    remarks = DiagnosticSet(manager.remarks.elements)
  }

}
