import CNNCompiler
import CNNIR
import CNNPasses
import CNNTestSupport
import Foundation
import Testing

/// What the passes make of every network in `specs/`.
struct SpecGraphTests {

  private static let specs =
    (try? FileManager.default.contentsOfDirectory(atPath: Specs.folder.path))?
    .filter { $0.hasSuffix(".arch") }.map { String($0.dropLast(5)) }.sorted() ?? []

  @Test func thereAreNetworks() { #expect(Self.specs.count > 60) }

  @Test(arguments: specs)
  func theArenaIsHardlyLargerThanWhatIsAlive(spec: String) throws {
    let graph = try Specs.graph(spec)
    let plan = try CompiledNetwork(graph).memoryPlan
    #expect(plan.arenaSize >= plan.peak.size)
    #expect(Double(plan.arenaSize) <= 1.05 * Double(plan.peak.size))
    let written = try CompiledNetwork(graph, pipeline: .optimization.without(["order-nodes"]))
    #expect(plan.peak.size <= written.memoryPlan.peak.size)
  }

  @Test(arguments: specs)
  func isReadBackAsItIsPrinted(spec: String) throws {
    let graph = try Specs.graph(spec)
    try graph.checkRoundTrip()
    let optimized = try CompiledNetwork(graph).graph
    try optimized.checkRoundTrip()
    #expect(try CompiledNetwork(optimized).graph.description == optimized.description)
  }

}
