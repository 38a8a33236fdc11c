import CNNIR
import CNNRuntime
import CNNSource
import Synchronization

/// A network with its weights, ready to run on this machine as often as wanted, from any thread.
///
/// Runs at the same time do not wait for each other; each has memory of its own, which is kept for
/// later runs.
public final class NetworkRunner: Sendable {

  /// The inputs, in the order of their declaration.
  public let inputs: [TensorDescription]

  /// The outputs, in the order of their declaration.
  public let outputs: [TensorDescription]

  /// What is odd about the weights, though the network can be run: tensors that it does not take,
  /// elements that are no finite numbers.
  public let warnings: DiagnosticReport

  private let program: Program
  private let idleSessions = Mutex<[Session]>([])

  /// - Throws: when the weights do not fit, or the machine has not memory enough.
  package convenience init(
    _ network: CompiledNetwork, weights: WeightsSource, options: ProgramOptions
  ) throws {
    try MemoryDemand.check(network.graph, network.memoryPlan, options)
    let (program, warnings) = try weights.program(for: network, options)
    self.init(program, of: network.graph, DiagnosticReport(warnings))
  }

  /// Reads a network with its weights from a program that `CompiledNetwork.writeProgram(to:weights:threads:)`
  /// or `cnnc compile --emit program` made.
  ///
  /// - Parameters:
  ///   - path: the file, which is not needed any more once it is read.
  ///   - threads: as for `CompiledNetwork.runner(weights:threads:)`.
  /// - Throws: when the file is no program, or one of another version or for another machine, or there is
  ///   not memory enough.
  public convenience init(programAt path: String, threads: Int = 1) throws(DiagnosticReport) {
    let (program, graph) = try DiagnosticReport.catching {
      let file = try ProgramFile(path, threads: ProgramOptions(threads: threads).threads)
      return (try file.program(), file.graph)
    }
    self.init(program, of: graph, DiagnosticReport(DiagnosticSet()))
  }

  private init(_ program: Program, of graph: Graph, _ warnings: DiagnosticReport) {
    (self.program, self.warnings) = (program, warnings)
    inputs = graph.inputDescriptions
    outputs = graph.outputDescriptions
  }

  /// The elements of the only output for those of the only input, in row-major order.
  ///
  /// - Throws: when the network has several, or `input` has another number of elements than it
  ///   takes.
  public func callAsFunction(_ input: [Float]) throws(DiagnosticReport) -> [Float] {
    guard inputs.count == 1, outputs.count == 1 else {
      let message =
        "the network has \(inputs.count) inputs and \(outputs.count) outputs; 'run' takes and "
        + "returns them by name"
      throw DiagnosticReport(.wrongInputs(message))
    }
    return try results(for: [input])[0].elements
  }

  /// The elements of the outputs, by name, for those of the inputs, by name, in row-major order.
  ///
  /// - Throws: when an input is missing, has another number of elements than the network takes, or
  ///   is none of its inputs.
  public func run(_ inputs: [String: [Float]]) throws(DiagnosticReport) -> [String: [Float]] {
    let names = self.inputs.map(\.name)
    let missing = names.filter { inputs[$0] == nil }
    let surplus = inputs.keys.filter { !names.contains($0) }.sorted()
    if !missing.isEmpty || !surplus.isEmpty {
      let parts = missing.map { "'\($0)' is missing" } + surplus.map { "there is no '\($0)'" }
      throw DiagnosticReport(.wrongInputs("of the inputs, \(parts.joined(separator: ", "))"))
    }
    let results = try results(for: names.compactMap { inputs[$0] })
    return Dictionary(uniqueKeysWithValues: zip(outputs, results).map { ($0.name, $1.elements) })
  }

  private func results(for inputs: [[Float]]) throws(DiagnosticReport) -> [Tensor] {
    for (input, elements) in zip(self.inputs, inputs) where elements.count != input.elementCount {
      let shape = Shape(input.shape)
      let message =
        "the input '\(input.name)' takes \(input.elementCount) elements (\(shape)), not "
        + "\(elements.count)"
      throw DiagnosticReport(Diagnostic(.error, "wrong-input-shape", message, at: .commandLine))
    }
    return run(zip(self.inputs, inputs).map { Tensor(Shape($0.shape), $1) })
  }

  /// The outputs for inputs in order.
  ///
  /// - Requires: a tensor of each input's shape.
  package func run(_ inputs: [Tensor]) -> [Tensor] {
    let session = idleSessions.withLock { $0.popLast() } ?? program.makeSession()
    defer { idleSessions.withLock { $0.append(session) } }
    return program.run(inputs, in: session)
  }

}

extension Diagnostic {

  fileprivate static func wrongInputs(_ message: String) -> Self {
    Self(.error, "wrong-inputs", message, at: .commandLine)
  }

}
