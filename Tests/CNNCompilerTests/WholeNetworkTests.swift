import CNNCompiler
import CNNIR
import CNNRuntime
import CNNTestSupport
import Foundation
import Testing

/// The networks in `specs/` against PyTorch, before and after optimisation, on small inputs.
///
/// With `CNNC_ALL_NETWORKS` in the environment also those that take long.
/// `Tests/Checks/network_parity.py` runs all of them at full size.
struct WholeNetworkTests {

  private static let tolerance = 1e-4
  /// The multiply-adds that the slow interpreter gets through in a fraction of a second.
  private static let interpretableMACs = 8_000_000

  /// Networks of some hundred million weights, which take seconds each to make, pack and multiply.
  private static let large: Set = [
    "alexnet_lrn_227", "fcn8s_vgg", "vgg11_lrn", "vgg13", "vgg16", "vgg16_bn", "vgg19", "zfnet",
  ]

  private static var sample: [WholeNetworkCase] {
    let wantsAll = ProcessInfo.processInfo.environment["CNNC_ALL_NETWORKS"] != nil
    return WholeNetworkCase.all.filter { wantsAll || !large.contains($0.spec) }
  }

  @Test func noOracleIsLeftOut() {
    let covered = Set(WholeNetworkCase.all.map(\.spec))
    #expect(Oracle.all.map(\.name).filter { !covered.contains($0) } == [])
  }

  @Test(arguments: sample)
  func agreesWithPyTorch(network: WholeNetworkCase) throws {
    var options = CompilerOptions()
    options.network = network.network
    options.inputShape = network.inputShape
    let graph = try Specs.graph(network.spec, options)
    let tensors = graph.seededTensors(network.weights)
    let inputs = SeededTensors(seed: network.input).inputs(of: graph)
    let isInterpretable = try AnalysisReport(graph).totals.costs.macs <= Self.interpretableMACs

    for (stage, graph) in [("as written", graph), ("optimised", try CompiledNetwork(graph).graph)] {
      let program = Program(graph, tensors: tensors)
      try check(
        program.run(inputs, in: program.makeSession()), network.outputs, "\(stage), runtime")
      if isInterpretable {
        let reference = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
        try check(reference, network.outputs, "\(stage), reference")
      }
    }
  }

  private func check(
    _ tensors: [Tensor], _ expected: [WholeNetworkCase.Output], _ what: String
  ) throws {
    try #require(tensors.count == expected.count)
    for (index, (tensor, output)) in zip(tensors, expected).enumerated() {
      try output.check(tensor, within: Self.tolerance, "\(what), output \(index)")
    }
  }

}
