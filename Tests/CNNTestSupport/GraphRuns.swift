import CNNFiles
import CNNIR
import CNNOps
import CNNRuntime
import CNNSource

/// A text that should have been a graph, with what the reader says of it.
package struct UnreadableGraph: Error, CustomStringConvertible {
  package let description: String
}

extension Graph {

  /// The graph that `text` describes.
  ///
  /// - Throws: the rendered diagnostics.
  package init(irText text: String, name: String = "test.ir") throws(UnreadableGraph) {
    let (graph, diagnostics) = GraphReader.read(SourceFile(name: name, text: text), .standard)
    guard let graph else {
      throw UnreadableGraph(description: DiagnosticRenderer().render(diagnostics))
    }
    self = graph
  }

  /// The tensors that the nodes read, made by `seed`.
  package func seededTensors(_ seed: UInt64) -> [String: Tensor] {
    SeededTensors(seed: seed).tensors(usedTensors)
  }

  /// Inputs made by `seed`, in order.
  package func seededInputs(_ seed: UInt64) -> [Tensor] {
    SeededTensors(seed: seed).inputs(of: self)
  }

  /// The outputs that the reference interpreter computes from seeded weights and inputs.
  package func referenceOutputs(weights: UInt64 = 1, inputs: UInt64 = 2) -> [Tensor] {
    ReferenceInterpreter(self, tensors: seededTensors(weights)).run(seededInputs(inputs))
  }

  /// The outputs that the runtime computes from seeded weights and inputs.
  package func programOutputs(
    weights: UInt64 = 1, inputs: UInt64 = 2, options: ProgramOptions = ProgramOptions()
  ) -> [Tensor] {
    let program = Program(self, tensors: seededTensors(weights), options: options)
    return program.run(seededInputs(inputs), in: program.makeSession(threads: options.threads))
  }

  /// The outputs that a single run computes from seeded weights and inputs.
  package func singleRunOutputs(
    weights: UInt64 = 1, inputs: UInt64 = 2, options: ProgramOptions = ProgramOptions()
  ) -> [Tensor] {
    Program.runOnce(
      self, seededInputs(inputs), tensors: seededTensors(weights), options: options)
  }

  /// Checks that reading the printed graph gives a graph that prints the same.
  ///
  /// - Throws: why not.
  package func checkRoundTrip() throws(UnreadableGraph) {
    let again = try Graph(irText: description)
    if again.description != description {
      throw UnreadableGraph(description: "printed:\n\(self)\nread and printed again:\n\(again)")
    }
  }

}

/// The tensors that `parameters` name in a file, and all that is said of them; none if one is wrong.
package func loadTensors(
  _ parameters: [NamedTensor], in file: any TensorFile, rules: [WeightsRenaming] = []
) -> (tensors: [String: Tensor], diagnostics: DiagnosticSet) {
  do throws(DiagnosticSet) {
    let (tensors, warnings) = try WeightsReader(parameters, in: file, rules: rules).all()
    return (tensors, warnings)
  } catch {
    return ([:], error)
  }
}

/// Checks lists of tensors one by one.
///
/// - Throws: the first difference.
package func check(
  _ observed: [Tensor], equal expected: [Tensor], within tolerance: Double, leastScale: Double = 0,
  _ what: String
) throws(TensorDifference) {
  guard observed.count == expected.count else {
    let counts = "\(observed.count) tensors instead of \(expected.count)"
    throw TensorDifference(description: "\(what): \(counts)")
  }
  for (index, (a, b)) in zip(observed, expected).enumerated() {
    try a.check(
      equals: b, within: tolerance, leastScale: leastScale, "\(what), output \(index)")
  }
}

extension ProgramOptions {

  /// All instruction sets of this machine, each with one thread and with several.
  package static let all: [ProgramOptions] = InstructionSet.allCases.filter(\.isAvailable)
    .flatMap { (instructionSet) in
      [1, 2, 3].map { (threads) in
        var options = ProgramOptions()
        options.instructionSet = instructionSet
        options.threads = threads
        return options
      }
    }

}
