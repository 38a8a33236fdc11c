import CNNFiles
import CNNIR
import CNNPlanning
import CNNSource

extension ProgramFile {

  /// What becomes such a file.
  package struct Contents {

    /// The graph without what its parameters are computed from.
    private let graph: Graph
    private let plan: StepPlan
    private let options: ProgramOptions
    private let store = ProgramMemory()
    private let parameters: UnsafePointer<Float>

    /// Packs the parameters of an optimised graph.
    ///
    /// - Requires: as for making a `Program`.
    /// - Throws: what looking at a tensor fails with, after all others have been looked at.
    package init<Tensors: TensorLookup>(
      _ graph: Graph, tensors: Tensors, options: ProgramOptions
    ) throws(Tensors.Failure) {
      var graph = graph
      let expressions = graph.replaceExpressions()
      // The plan is the one of who reads the file.
      plan = StepPlan(graph, options: options.planOptions())
      var loads = plan.loads
      for index in loads.indices { loads[index].substitute(expressions) }
      parameters = try store.parameters(loads, plan.parametersSize, tensors, options)
      (self.graph, self.options) = (graph, options)
    }

    /// Writes the file.
    ///
    /// - Throws: a `Diagnostic` when it cannot be written.
    package func write(to path: String) throws(Diagnostic) {
      let planned = options.planOptions()
      let head = SafetensorsFile.head(
        of: [(Key.parameters, Shape(plan.parametersSize))], .float32,
        alignment: ProgramFile.alignment,
        metadata: [
          (Key.format, Key.currentFormat),
          (Key.instructionSet, options.instructionSet.rawValue),
          (Key.isExact, options.isExact ? "1" : "0"),
          (Key.threads, String(planned.filterThreads)),
          (Key.cacheSize, String(planned.target.cacheSize)),
          (Key.order, String(plan.packingFingerprint, radix: 16)),
          (Key.graph, graph.description),
        ])
      try OutputFile.write(to: path) { (file) throws(Diagnostic) in
        try file.append(head)
        try file.append(UnsafeBufferPointer(start: parameters, count: plan.parametersSize))
      }
      withExtendedLifetime(store) {}
    }

  }

}
