import CNNIR
import CNNPasses
import CNNRuntime
import Foundation

/// Translation validation: what each pass, the runtime and the emitted source make of a network,
/// against the reference kernels on the network as it is written.
package struct Verification: Sendable {

  /// One check: what was run, and how far its outputs are off.
  package struct Row: Sendable {
    package let step: String
    /// The largest difference, relative to the largest magnitude of the output.
    package let error: Float
  }

  package private(set) var rows: [Row] = []

  /// The outputs that have no finite element, so that they say nothing about the others.
  package let meaninglessOutputs: [String]

  /// Runs all checks with weights and inputs made from `seed`.
  ///
  /// - Throws: a `Diagnostic` when `swiftc` is missing or does not take the emitted source, or the
  ///   network needs more memory than there is, or what compiling the network throws.
  package init(_ graph: Graph, seed: UInt64) throws {
    try MemoryDemand(ofReference: graph).check()
    let generator = SeededTensors(seed: seed)
    let tensors = Weights.seeded(generator).load(graph.usedTensors).tensors
    let inputs = generator.inputs(of: graph)
    let expected = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
    meaninglessOutputs = zip(graph.outputNames, expected)
      .filter { (_, tensor) in !tensor.elements.contains(where: \.isFinite) }.map(\.0)

    let network = try CompiledNetwork(graph) { (pass, graph) in
      guard case .transformation = pass.action else { return }
      let actual = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
      rows.append(Row(step: pass.name, error: relativeError(of: actual, against: expected)))
    }
    try MemoryDemand(of: network.graph, network.memoryPlan).check()
    let program = Program(network.graph, tensors: tensors)
    let computed = program.run(inputs, in: program.makeSession())
    rows.append(Row(step: "runtime", error: relativeError(of: computed, against: expected)))

    let emitted = try EmittedProgram(network)
    let printed = try emitted.run(network, tensors: tensors, inputs: inputs)
    rows.append(Row(step: "emitted Swift", error: relativeError(of: printed, against: expected)))
  }

  /// Whether all errors are at most `tolerance`, of outputs that mean something.
  package func holds(within tolerance: Float) -> Bool {
    meaninglessOutputs.isEmpty && rows.allSatisfy { $0.error <= tolerance }
  }

  /// A line for each check, and one for each output that cannot be checked.
  package func text(tolerance: Float) -> String {
    let width = rows.map(\.step.count).max() ?? 0
    let lines = rows.map { (row) in
      let space = String(repeating: " ", count: width - row.step.count)
      let error = String(format: "%.1e", Double(row.error))
      return "\(row.step)\(space)  \(error)  \(row.error <= tolerance ? "ok" : "WRONG")"
    }
    let title = "Largest error, relative to the largest magnitude of the output:"
    let faults = meaninglessOutputs.map {
      "WRONG: no element of '\($0)' is a finite number, so there is nothing to compare"
    }
    return ([title] + lines + faults).joined(separator: "\n") + "\n"
  }

}

/// The largest difference of two lists of tensors, each relative to the largest finite magnitude of
/// the expected one; infinite where only one of two elements is a number.
package func relativeError(of actual: [Tensor], against expected: [Tensor]) -> Float {
  guard actual.map(\.shape) == expected.map(\.shape) else { return .infinity }
  var largest: Float = 0
  for (a, b) in zip(actual, expected) {
    let scale = b.elements.filter(\.isFinite).map(\.magnitude).max() ?? 0
    for (x, y) in zip(a.elements, b.elements) where x != y && !(x.isNaN && y.isNaN) {
      let difference = (x - y).magnitude / (scale > 0 ? scale : 1)
      largest = max(largest, difference.isNaN ? .infinity : difference)
    }
  }
  return largest
}
