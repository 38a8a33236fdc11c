import CNNCompiler
import CNNFiles
import CNNIR
import CNNRuntime
import CNNTestSupport
import Foundation
import Testing

/// Whole networks against PyTorch, from the fixtures in `Tests/Fixtures/networks.json`.
struct PyTorchParityTests {

  /// The small network with every kind of norm folding, as the fixture's script builds it.
  private static let batchNormSmall = """
    network BatchNormSmall {
      input(3, 12, 12)
      conv(8, kernel: 3, padding: 1, bias: false); batchNorm; relu; dropout
      conv(8, kernel: 3, padding: 1, groups: 4); batchNorm; relu
      maxPool(3, stride: 2, padding: 1)
      conv(12, kernel: 1); batchNorm
      globalAvgPool; flatten
      linear(7); softmax
    }
    """

  @Test(arguments: NetworkCase.all)
  func referenceAndRuntimeAgreeWithPyTorch(network: NetworkCase) throws {
    let graph =
      network.name == "batchnorm_small"
      ? try Specs.graph(text: Self.batchNormSmall) : try Specs.graph(network.name)
    let tensors = graph.seededTensors(network.weights)
    let inputs = graph.seededInputs(network.input)
    #expect(inputs.map(\.shape) == [Shape(network.inputShape)])

    let reference = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
    try check(reference, equal: [network.expected], within: 1e-5, "reference")

    let compiled = try CompiledNetwork(graph)
    let program = Program(compiled.graph, tensors: tensors)
    let computed = program.run(inputs, in: program.makeSession())
    try check(computed, equal: [network.expected], within: 1e-5, "runtime")
  }

  /// The files that PyTorch and NumPy wrote, through the readers of the command line.
  @Test func filesOfPyTorch() throws {
    let folder = TestFolder.fixtures
    let compiled = try CompiledNetwork(try Specs.graph("lenet5_classic"))
    let weights = try TensorSource(folder.appendingPathComponent("lenet5_classic.safetensors").path)
    let tensors = try weights.weights(of: compiled.graph)
    let input = try TensorSource(folder.appendingPathComponent("lenet5_classic_input.npy").path)
      .tensor(for: compiled.graph.inputs[0], of: compiled.graph)
    let expected = try NumpyFile.read(
      folder.appendingPathComponent("lenet5_classic_output.npy").path)
    let program = try Program(compiled.graph, tensors: tensors)
    try check(
      program.run([input], in: program.makeSession()), equal: [expected], within: 1e-5, "files")
  }

}
