import CNNFiles
import CNNIR
import CNNOps
import CNNPasses
import CNNRuntime
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Whole networks against PyTorch.
struct NetworkTests {

  /// The IR text of a network in `Networks/`.
  private func graph(_ name: String) throws -> Graph {
    let file = TestFolder.named("Networks").appendingPathComponent("\(name).ir")
    return try Graph(
      irText: String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent)
  }

  private func optimized(_ graph: Graph) throws -> Graph {
    var manager = PassManager(graph)
    try manager.run(.optimization)
    return manager.graph
  }

  @Test(arguments: NetworkCase.all)
  func `computes what PyTorch does`(_ network: NetworkCase) throws {
    let graph = try graph(network.name)
    #expect(graph.inputs[0].type.shape.extents == network.inputShape)
    for (graph, what) in [(graph, "as written"), (try optimized(graph), "optimised")] {
      let reference = graph.referenceOutputs(weights: network.weights, inputs: network.input)
      try check(reference, equal: [network.expected], within: 1e-5, "reference \(what)")
      let program = graph.programOutputs(weights: network.weights, inputs: network.input)
      try check(program, equal: [network.expected], within: 1e-5, "program \(what)")
      let single = graph.singleRunOutputs(weights: network.weights, inputs: network.input)
      try check(single, equal: [network.expected], within: 1e-5, "single run \(what)")
    }
  }

  @Test func `LeNet-5 from files computes what PyTorch does`() throws {
    let graph = try optimized(graph("lenet5_classic"))
    let fixtures = TestFolder.fixtures
    let file = try SafetensorsFile(
      fixtures.appendingPathComponent("lenet5_classic.safetensors").path)
    let weights = try WeightsReader(graph.usedTensors, in: file)
    let input = try NumpyFile.read(fixtures.appendingPathComponent("lenet5_classic_input.npy").path)
    let output = try NumpyFile.read(
      fixtures.appendingPathComponent("lenet5_classic_output.npy").path)
    let program = try Program(graph, tensors: weights)
    let result = program.run([input], in: program.makeSession())
    try check(result, equal: [output], within: 1e-5, "from files")
  }

  @Test func `the lecture's sizes and counts of LeNet-5`() throws {
    let graph = try graph("lenet5_lecture")
    let shapes = graph.nodes.map(\.type.shape.withoutBatch.description)
    #expect(
      shapes == [
        "20x28x28", "20x28x28", "20x14x14", "50x14x14", "50x14x14", "50x7x7", "2450", "500", "500",
        "10",
      ])
    #expect(try CostTable(self.graph("lenet5_classic")).total.parameters == 61_706)
  }

  @Test func `the homework's sizes`() throws {
    let shapes = try graph("strawberry").nodes.map(\.type.shape.withoutBatch.description)
    #expect(
      shapes == [
        "8x28x28", "8x28x28", "16x26x26", "16x26x26", "32x24x24", "32x24x24", "32x12x12", "4608",
        "5",
      ])
  }

}
