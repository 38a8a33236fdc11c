import CNNIR
import CNNOps
import CNNPasses
import CNNRuntime
import CNNSource

@testable import CNNCodegen

/// A network, its emitted source, and what a program has to know to run it.
struct EmittedNetwork {

  /// The network before any pass: what the emitted code has to agree with.
  let graph: Graph

  /// The graph that the source was emitted from.
  let emitted: Graph

  let source: String

  /// What the emitter calls the type and its inputs and outputs.
  let program: SwiftProgram

  /// The values of the inputs.
  let inputs: [Tensor]

  /// - Parameter isOptimized: whether the passes run; without them every op is emitted as it is.
  init(_ network: NetworkCase, isOptimized: Bool = true) throws {
    let file = SourceFile(name: "case.ir", text: network.text)
    let (parsed, diagnostics) = GraphReader.read(file, .standard)
    guard var graph = parsed else { throw diagnostics }
    if !isOptimized { graph.name += "Plain" }
    self.graph = graph
    var manager = PassManager(graph)
    if isOptimized { try manager.run(.optimization) }
    emitted = manager.graph
    let plan = MemoryPlan(emitted)
    let costs = try CostTable(emitted)
    source = try SwiftEmitter.emit(emitted, plan: plan, costs: costs, source: "case.ir")
    program = try SwiftProgram(emitted, plan, costs, source: nil)
    inputs = SeededTensors(seed: 3).inputs(of: graph).map { (input) in
      var tensor = input
      if network.hasSpecialInputs {
        tensor.elements.replaceSubrange(0..<Self.specials.count, with: Self.specials)
      }
      return tensor
    }
  }

  var typeName: String { program.typeName }

  /// Elements at which functions overflow, vanish or have no value.
  private static let specials: [Float] = [
    .nan, 1, 2, 3, .infinity, 0, -.infinity, -.infinity, -.infinity, -1, 88, -88, 104, -104, 1e30,
    -1e30, 1e-30, -1e-30, 0.049, 0.051, -0.0, .leastNonzeroMagnitude, 1e-4, 9.01, -.nan,
  ]

  /// The values of the tensors that the network reads.
  var weights: [Tensor] { emitted.usedTensors.map { SeededTensors(seed: 5).tensor($0) } }

  /// The outputs by the reference kernels.
  var expected: [Tensor] {
    let names = emitted.usedTensors.map(\.name)
    let tensors = Dictionary(uniqueKeysWithValues: zip(names, weights))
    return ReferenceInterpreter(graph, tensors: tensors).run(inputs)
  }

}
