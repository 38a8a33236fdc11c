import CNNIR
import CNNTestSupport
import Foundation
import Testing

@testable import CNNCodegen

/// The emitted sources of random graphs, compiled some at a time, and quickly.
@Suite struct RandomEmissionTests {

  /// How many graphs are tried; `CNNC_RANDOM_EMISSIONS` asks for more.
  private static let count =
    ProcessInfo.processInfo.environment["CNNC_RANDOM_EMISSIONS"].flatMap(UInt64.init) ?? 12

  private static let batch: UInt64 = 12

  @Test(arguments: 0..<(count + batch - 1) / batch)
  func outputsAgreeWithTheReferenceKernels(number: UInt64) throws {
    let seeds = number * Self.batch..<min((number + 1) * Self.batch, Self.count)
    let networks = try seeds.map { (seed) in
      var graph = GraphGenerator.graph(seed: seed)
      graph.name = "Random\(seed)"
      return try EmittedNetwork(graph)
    }
    let program = try CompiledNetworks(networks, repetitions: 1, options: ["-Onone"])
    for network in networks {
      do {
        try check(
          program.outputs(of: network), equal: network.expected, within: 1e-4, leastScale: 1e-2,
          network.typeName)
      } catch {
        Issue.record("\(error)\n\(network.graph)")
      }
    }
  }

}
