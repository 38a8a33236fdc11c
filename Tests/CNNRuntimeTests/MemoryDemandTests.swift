import CNNIR
import CNNPasses
import CNNRuntime
import CNNSource
import CNNTestSupport
import Testing

/// What a network takes in memory, and when that is too much.
struct MemoryDemandTests {

  private func graph(_ input: String) throws -> Graph {
    try Graph(
      irText: """
        graph g(%x: f32[\(input)]) {
          %c = conv %x {filters = 2, kernel = 1}
          %d = conv %c {filters = 2, kernel = 1} with weight = @c.weight, bias = @c.bias
          return %d
        }
        """)
  }

  @Test func `what is kept is counted`() throws {
    let graph = try graph("1x2x4x4")
    let plan = MemoryPlan(graph)
    #expect(plan.arenaSize == 64)
    // The weights of each node, the input, a result in a block of channels, and the output.
    #expect(MemoryDemand(of: graph, plan).bytes == 4 * (2 * 6 + 32 + 16 * 16 + 32))
    // The same, with the weights of one node.
    #expect(MemoryDemand(ofSingleRun: graph, plan).bytes == 4 * (32 + 16 * 16 + 32))
    // The stored weights, the input twice and both values.
    #expect(MemoryDemand(ofReference: graph).bytes == 4 * (6 + 2 * 32 + 2 * 32))
  }

  @Test func `weights take turns beside the values that are alive`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x16]) {
          %a = linear %x {features = 32}
          %b = linear %a {features = 16}
          %c = linear %b {features = 256}
          return %c
        }
        """)
    let bytes = MemoryDemand(ofSingleRun: graph, MemoryPlan(graph)).bytes
    // The input, the weights of %c, its operand and result, and the output.
    #expect(bytes == 4 * (16 + 17 * 256 + 16 + 256 + 256))
  }

  @Test func `the limit itself is allowed`() throws {
    let demand = MemoryDemand(ofReference: try graph("1x2x4x4"))
    let bytes = try #require(demand.bytes)
    try demand.check(limit: bytes)
    let fault = #expect(throws: Diagnostic.self) { try demand.check(limit: bytes - 1) }
    #expect(fault?.code == "not-enough-memory")
    #expect(
      fault?.message == "the network takes at least 1 MiB to run; there are 0 MiB")
  }

  @Test func `what no number of bytes can say is too much`() throws {
    let graph = try Graph(
      irText: "graph g(%x: f32[2000000000x2000000000]) { %r = relu %x return %r }")
    let demand = MemoryDemand(ofReference: graph)
    #expect(demand.bytes == nil)
    let fault = #expect(throws: Diagnostic.self) { try demand.check() }
    #expect(fault?.message.contains("more memory than 64 bits can address") == true)
  }

  @Test func `zeros around an input are counted`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x3x8x8]) {
          %c = conv %x {filters = 3, kernel = 3, padding = 1000000, stride = 1000000}
          return %c
        }
        """)
    let bytes = try #require(MemoryDemand(of: graph, MemoryPlan(graph)).bytes)
    // The last of three windows begins a million beyond the input's first pixel.
    let rows = 2_000_003
    #expect((4 * 3 * rows * rows..<4 * 3 * (rows + 1) * (rows + 1)).contains(bytes))
  }

  /// Two values of one channel that are alive at once each take a block of 16.
  @Test(arguments: [false, true])
  func `what is near the limit is planned`(_ isSingleRun: Bool) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x1x64x64]) {
          %c = conv %x {filters = 1, kernel = 3, padding = 1}
          %d = conv %c {filters = 1, kernel = 3, padding = 1}
          return %d
        }
        """)
    let plan = MemoryPlan(graph)
    let least = isSingleRun ? MemoryDemand(ofSingleRun: graph, plan) : MemoryDemand(of: graph, plan)
    let limit = try #require(least.bytes)
    try least.check(limit: limit)
    let fault = #expect(throws: Diagnostic.self) {
      try MemoryDemand.check(graph, plan, isSingleRun: isSingleRun, limit: limit)
    }
    #expect(fault?.code == "not-enough-memory")
    try MemoryDemand.check(graph, plan, isSingleRun: isSingleRun, limit: 3 * limit)
  }

  @Test func `a machine has memory`() {
    #expect(MemoryDemand.availableMemory > 1 << 28)
  }

}
