import CNNIR
import CNNPasses
import CNNTestSupport
import Testing

/// The memory that is alive while nodes run.
struct LiveMemoryTests {

  /// By hand: an input of 72 elements, a convolution to 36, a relu over them, a pool to 9, and their
  /// sum with what the pool of another branch makes.
  @Test func `live values by hand`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x2x6x6]) {
          %a = conv %x {filters = 1, kernel = 1}
          %b = relu %a
          %c = maxPool %b {kernel = 2}
          %d = flatten %c
          %e = conv %x {filters = 1, kernel = 1, stride = 2}
          %f = flatten %e
          %g = add %d, %f
          return %g
        }
        """)
    let memory = try LiveMemory(graph)
    #expect(memory.sizes == [108, 108, 117, 81, 90, 18, 27])
    #expect(memory.peak.size == 117)
    #expect(memory.peak.node.map { graph.name(of: $0) } == "c")
    #expect(memory.sum == 36 + 36 + 9 + 9 + 9 + 9 + 9)
  }

  @Test(arguments: UInt64(0)..<200)
  func `no more than the plan, no less than a node needs`(_ seed: UInt64) throws {
    let graph = GraphGenerator.graph(seed: seed)
    let memory = try LiveMemory(graph)
    let inputs = graph.inputs.map(\.type.shape.elementCount).reduce(0, +)
    // The plan leaves out the inputs and rounds up.
    let plan = MemoryPlan(graph)
    #expect(memory.peak.size <= plan.peak.size + inputs)
    for (node, size) in zip(graph.nodes, memory.sizes) {
      let operands = Set(node.reads).map { graph.type(of: $0).shape.elementCount }
      #expect(size >= max(node.type.shape.elementCount, operands.max() ?? 0))
    }
  }

  @Test func `memory beyond 64 bits is refused`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x1x2147483647x2147483647]) { %a = relu %x return %a }
        """)
    #expect(throws: (any Error).self) { try LiveMemory(graph) }
  }

}
