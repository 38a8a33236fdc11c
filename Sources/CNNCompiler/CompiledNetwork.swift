import CNNCodegen
import CNNIR
import CNNLowering
import CNNPasses
import CNNRuntime
import CNNSource

/// A network after the optimising passes: what `Network.optimized()` makes.
public struct CompiledNetwork: Sendable {

  /// The network as it is written, which says what its weights are called.
  package let written: Graph
  package let graph: Graph
  /// How the network's file says that it is written as Swift.
  package var settings = EmitSettings()
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
    self.init(manager, from: graph)
  }

  /// What a manager has made of `written` with a pipeline that has the analyses of the optimisation
  /// at its end.
  package init(_ manager: PassManager, from written: Graph) {
    self.written = written
    graph = manager.graph
    guard let costs = manager.analyses.costs, let plan = manager.analyses.memoryPlan else {
      preconditionFailure("the pipeline ends with the analyses of what it made")
    }
    self.costs = costs
    memoryPlan = plan
  }

  /// The graph in text form, which `Network` reads again.
  public var irText: String { graph.description }

  /// The network as one Swift file that needs nothing but the standard library, with the settings
  /// that its text has for that.
  ///
  /// - Parameters:
  ///   - weights: what to put into the source; without, its type takes the weights from its caller.
  ///   - fileName: the file that the network came from, for the comment at the top.
  /// - Throws: when an op of the network cannot be written as Swift, or the weights do not fit.
  public func swiftSource(
    weights: WeightsSource? = nil, fileName: String? = nil
  ) throws(DiagnosticReport) -> String {
    try DiagnosticReport.catching {
      var options = EmissionOptions(settings)
      options.embedLimit = .max
      if let weights {
        try MemoryDemand(ofWeights: graph).check()
        options.tensors = try weights.tensors(for: written).tensors
      }
      return try swiftSource(madeFrom: fileName ?? "-", options).text
    }
  }

  /// The network with weights, ready to run on this machine.
  ///
  /// - Parameters:
  ///   - weights: the weights, under the names that the network as it is written gives them.
  ///   - threads: the threads that work together on one run, from 1 to 256; other numbers count as
  ///     the nearest of these.
  /// - Throws: all that is wrong with the weights, or that the machine has not memory enough.
  public func runner(
    weights: WeightsSource, threads: Int = 1
  ) throws(DiagnosticReport) -> NetworkRunner {
    try DiagnosticReport.catching {
      try NetworkRunner(self, weights: weights, options: ProgramOptions(threads: threads))
    }
  }

  /// Writes the network with weights as a program for machines like this one: a file that
  /// `NetworkRunner(programAt:)` and `cnnc run` start faster from than from the network and its weights.
  ///
  /// - Parameters:
  ///   - path: the file, which the command line knows by a name that ends in `.cnnc`.
  ///   - weights: the weights, under the names that the network as it is written gives them.
  ///   - threads: the threads that it is to run with, from 1 to 256. It may run with others, a little slower.
  /// - Returns: what is odd about the weights.
  /// - Throws: all that is wrong with the weights, or that the machine has not memory enough, or that the
  ///   file cannot be written.
  @discardableResult
  public func writeProgram(
    to path: String, weights: WeightsSource, threads: Int = 1
  ) throws(DiagnosticReport) -> DiagnosticReport {
    try DiagnosticReport.catching {
      let options = ProgramOptions(threads: threads)
      return DiagnosticReport(try writeProgram(to: path, weights: weights, options))
    }
  }

  /// The same, for any options; returns what is odd about the weights.
  package func writeProgram(
    to path: String, weights: WeightsSource, _ options: ProgramOptions
  ) throws -> DiagnosticSet {
    try MemoryDemand.check(graph, memoryPlan, options)
    let (contents, warnings) = try weights.read(for: self) { (reader) throws(Diagnostic) in
      try ProgramFile.Contents(graph, tensors: reader, options: options)
    }
    try contents.write(to: path)
    return warnings
  }

}
