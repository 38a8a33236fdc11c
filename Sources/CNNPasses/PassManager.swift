import CNNIR
import CNNSource

/// Runs passes over a graph and verifies it after the first and after each that changed it.
package struct PassManager {

  package private(set) var graph: Graph
  package private(set) var analyses = Analyses()

  /// What the passes have to say about rewrites that almost applied.
  package private(set) var remarks: Remarks

  /// The graph as it was last verified.
  private var verified: Graph?

  /// How long each pass took, in the order in which they ran, the verification of its graph apart.
  package private(set) var timings: [Timing] = []

  package struct Timing: Sendable {
    package let pass: String
    package var run = Duration.zero
    package var verification = Duration.zero
  }

  package init(_ graph: Graph, wantsRemarks: Bool = false) {
    self.graph = graph
    remarks = Remarks(areWanted: wantsRemarks)
  }

  /// Runs `pipeline`; `observe` sees the graph after each pass, and `prepare` before it.
  ///
  /// - Throws: a `Diagnostic` for a mistake of the user, a `PassFailure` for one of a pass.
  package mutating func run(
    _ pipeline: Pipeline, observe: (Pass, Graph) throws -> Void = { (_, _) in },
    prepare: (Pass, Graph) throws -> Void = { (_, _) in }
  ) throws {
    for pass in pipeline.passes {
      try prepare(pass, graph)
      try run(pass)
      try observe(pass, graph)
    }
  }

  private mutating func run(_ pass: Pass) throws {
    let clock = ContinuousClock()
    var timing = Timing(pass: pass.name)
    switch pass.action {
    case .transformation(let transform):
      let revision = graph.revision
      timing.run = try clock.measure {
        try transform(&graph, &remarks)
        if graph.revision != revision { graph.compact() }
      }
      analyses = Analyses()
      if graph.revision != revision || verified == nil {
        timing.verification = try clock.measure { try verify(after: pass) }
      }
    case .analysis(let analyze):
      timing.run = try clock.measure { try analyze(graph, &analyses) }
    }
    timings.append(timing)
  }

  private mutating func verify(after pass: Pass) throws(PassFailure) {
    do throws(InvariantViolation) {
      try graph.verify(since: verified)
    } catch {
      throw PassFailure(pass: pass.name, violation: error)
    }
    verified = graph
  }

}

/// A pass that broke the graph: a mistake of the compiler.
package struct PassFailure: Error, CustomStringConvertible {

  package let pass: String
  package let violation: InvariantViolation

  package var description: String { "after \(pass): \(violation)" }

}
