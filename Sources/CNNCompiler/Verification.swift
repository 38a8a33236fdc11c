import CNNIR
import CNNPasses
import CNNRuntime

/// Translation validation: what each pass, the runtime and the emitted source make of a network,
/// against the reference kernels on the network as it is written.
package struct Verification: Sendable {

  /// One check: what was run, and how far its outputs are off.
  package struct Row: Sendable {
    package let step: String
    /// The largest difference, relative to the largest magnitude of the output.
    package let error: Float
  }

  /// Something that runs a compiled network.
  package struct Stage: Sendable {

    package let name: String
    /// The outputs of the network for tensors and inputs.
    package let run: @Sendable (CompiledNetwork, [String: Tensor], [Tensor]) throws -> [Tensor]

    package init(
      _ name: String,
      run: @escaping @Sendable (CompiledNetwork, [String: Tensor], [Tensor]) throws -> [Tensor]
    ) {
      self.name = name
      self.run = run
    }

    package static let runtime = Stage("runtime") { (network, tensors, inputs) in
      let program = Program(network.graph, tensors: tensors)
      return program.run(inputs, in: program.makeSession())
    }

    package static let emittedSwift = Stage("emitted Swift") { (network, tensors, inputs) in
      try EmittedProgram(network).run(network, tensors: tensors, inputs: inputs)
    }
  }

  /// The largest error allowed, relative to the largest magnitude of an output: unless another is asked
  /// for, 1e-4, or where that is more, four times what a change of the weights' last digits makes.
  package private(set) var tolerance: Float

  /// What that change makes, if an error was so large that it had to be known.
  package private(set) var sensitivity: Float?

  package private(set) var rows: [Row] = []

  /// The outputs that have no finite element, so that they say nothing about the others.
  package let meaninglessOutputs: [String]

  /// Where the first check that failed went wrong.
  package private(set) var culprit: Culprit?

  /// Runs all checks with weights and inputs made from `seed`.
  ///
  /// - Parameters:
  ///   - tolerance: the largest error allowed; `nil` for the one that suits the network.
  ///   - pipeline: the passes to check, with the analyses of the optimisation at the end.
  ///   - stages: what to run the network by that they make.
  /// - Throws: a `Diagnostic` when `swiftc` is missing or does not take the emitted source, or the
  ///   network needs more memory than there is, or what compiling the network throws.
  package init(
    _ graph: Graph, seed: UInt64, tolerance: Float? = nil, pipeline: Pipeline = .optimization,
    stages: [Stage] = [.runtime, .emittedSwift]
  ) throws {
    self.tolerance = tolerance ?? 1e-4
    try MemoryDemand(ofReference: graph).check()
    let samples = Samples(graph, seed: seed)
    let expected = samples.reference(graph)
    meaninglessOutputs = zip(graph.outputNames, expected)
      .filter { (_, tensor) in !tensor.elements.contains(where: \.isFinite) }.map(\.0)

    let expectsRounding = tolerance == nil
    var before = graph
    var error: Float = 0
    let network = try CompiledNetwork(graph, pipeline: pipeline) { (pass, after) in
      guard pass.isTransformation else { return }
      // What a pass leaves as it is has the outputs that it had.
      if after.description != before.description {
        error = relativeError(of: samples.reference(after), against: expected)
      }
      rows.append(Row(step: pass.name, error: error))
      if expectsRounding { allowForRounding(error, graph, samples, expected) }
      if error > self.tolerance, culprit == nil {
        culprit = Culprit(of: pass, before, after, samples, expected: expected, self.tolerance)
      }
      before = after
    }
    try MemoryDemand.check(network.graph, network.memoryPlan)
    for stage in stages {
      let outputs = try stage.run(network, samples.tensors, samples.inputs)
      let error = relativeError(of: outputs, against: expected)
      rows.append(Row(step: stage.name, error: error))
      if expectsRounding { allowForRounding(error, graph, samples, expected) }
      if error > self.tolerance, culprit == nil {
        let tolerance = self.tolerance
        let wrong = zip(network.graph.outputs, zip(outputs, expected)).first {
          Difference($1.0, $1.1).error > tolerance
        }
        culprit = try wrong.flatMap { (output, _) in
          try Culprit(
            of: stage, network, samples, wrongOutput: output.value, tolerance)
        }
      }
    }
  }

  /// Looks at an error that is too large, the first time, for how much the network makes of rounding:
  /// where a value of large magnitude meets a threshold, the last digits decide.
  private mutating func allowForRounding(
    _ error: Float, _ graph: Graph, _ samples: Samples, _ expected: [Tensor]
  ) {
    guard error > tolerance, sensitivity == nil else { return }
    let sensitivity = relativeError(of: samples.nudged.reference(graph), against: expected)
    self.sensitivity = sensitivity
    if sensitivity.isFinite { tolerance = max(tolerance, 4 * sensitivity) }
  }

  /// Whether all errors are within the tolerance, of outputs that mean something.
  package var holds: Bool {
    meaninglessOutputs.isEmpty && rows.allSatisfy { $0.error <= tolerance }
  }

  /// A line for each check, one for each output that cannot be checked, and where it went wrong.
  package var text: String {
    let width = rows.map(\.step.count).max() ?? 0
    let lines = rows.map { (row) in
      let space = String(repeating: " ", count: width - row.step.count)
      let verdict = row.error <= tolerance ? "ok" : "WRONG"
      return "\(row.step)\(space)  \(scientific(row.error))  \(verdict)"
    }
    let rounding = sensitivity.map { (sensitivity) in
      "A change of the weights' last digits makes \(scientific(sensitivity)), "
        + "so that up to \(scientific(tolerance)) is rounding."
    }
    let title = "Largest error, relative to the largest magnitude of the output:"
    let faults = meaninglessOutputs.map {
      "WRONG: no element of '\($0)' is a finite number, so there is nothing to compare"
    }
    let place = culprit.map { [$0.description] } ?? []
    let text = [title] + lines + [rounding].compactMap(\.self) + faults + place
    return text.joined(separator: "\n") + "\n"
  }

}

/// Weights and inputs to check a network on.
struct Samples {

  let tensors: [String: Tensor]
  let inputs: [Tensor]

  init(_ graph: Graph, seed: UInt64) {
    let generator = SeededTensors(seed: seed)
    tensors = generator.tensors(graph.usedTensors)
    inputs = generator.inputs(of: graph)
  }

  private init(tensors: [String: Tensor], inputs: [Tensor]) {
    self.tensors = tensors
    self.inputs = inputs
  }

  /// The same with every weight changed by its last digit, half of them up.
  var nudged: Samples {
    let tensors = tensors.mapValues { (tensor) in
      Tensor(
        tensor.shape,
        tensor.elements.enumerated().map { (index, weight) in
          index.nonzeroBitCount.isMultiple(of: 2) ? weight.nextUp : weight.nextDown
        })
    }
    return Samples(tensors: tensors, inputs: inputs)
  }

  /// The outputs of `graph` by the reference kernels.
  func reference(_ graph: Graph) -> [Tensor] {
    ReferenceInterpreter(graph, tensors: tensors).run(inputs)
  }

  /// The values of all nodes of `graph`, in order, by the reference kernels.
  func values(of graph: Graph) -> [Tensor] {
    var graph = graph
    graph.setOutputs(graph.nodes.map { ($0.id, $0.name) })
    return reference(graph)
  }

}

/// The largest difference of two lists of tensors, each relative to the largest finite magnitude of
/// the expected one; infinite where only one of two elements is a number.
package func relativeError(of actual: [Tensor], against expected: [Tensor]) -> Float {
  guard actual.map(\.shape) == expected.map(\.shape) else { return .infinity }
  return zip(actual, expected).map { Difference($0, $1).error }.max() ?? 0
}

/// Where two tensors of the same shape differ most.
struct Difference {

  /// The difference there, relative to the largest finite magnitude of the expected tensor; infinite
  /// where only one of two elements is a number.
  private(set) var error: Float = 0
  /// The number of the element.
  private(set) var element = 0

  init(_ actual: Tensor, _ expected: Tensor) {
    let scale = expected.elements.filter(\.isFinite).map(\.magnitude).max() ?? 0
    for (index, (x, y)) in zip(actual.elements, expected.elements).enumerated()
    where x != y && !(x.isNaN && y.isNaN) {
      let difference = (x - y).magnitude / (scale > 0 ? scale : 1)
      let error = difference.isNaN ? .infinity : difference
      if error > self.error { (self.error, element) = (error, index) }
    }
  }

}

/// An error in two digits: `1.2e-04`.
private func scientific(_ error: Float) -> String { Double(error).scientific(places: 1) }
