import CNNIR
import CNNSource

/// Runs passes over a graph and verifies it after each.
package struct PassManager {

  package private(set) var graph: Graph
  package private(set) var analyses = Analyses()

  /// What the passes have to say about rewrites that almost applied.
  package private(set) var remarks: Remarks

  package init(_ graph: Graph, wantsRemarks: Bool = false) {
    self.graph = graph
    remarks = Remarks(areWanted: wantsRemarks)
  }

  /// Runs `pipeline`; `observe` sees the graph after each pass.
  ///
  /// - Throws: a `Diagnostic` for a mistake of the user, a `PassFailure` for one of a pass.
  package mutating func run(
    _ pipeline: Pipeline, observe: (Pass, Graph) throws -> Void = { (_, _) in }
  ) throws {
    for pass in pipeline.passes {
      try run(pass)
      try observe(pass, graph)
    }
  }

  private mutating func run(_ pass: Pass) throws {
    switch pass.action {
    case .transformation(let transform):
      try transform(&graph, &remarks)
      graph.compact()
      analyses = Analyses()
      do {
        try graph.verify()
      } catch {
        throw PassFailure(pass: pass.name, violation: error)
      }
    case .analysis(let analyze):
      try analyze(graph, &analyses)
    }
  }

}

/// A pass that broke the graph: a mistake of the compiler.
package struct PassFailure: Error, CustomStringConvertible {

  package let pass: String
  package let violation: InvariantViolation

  package var description: String { "after \(pass): \(violation)" }

}
