import CNNIR
import CNNOps
import CNNPasses
import CNNRuntime
import CNNTestSupport
import Testing

/// The runtime against the reference interpreter.
struct ProgramTests {

  private static let seeds = UInt64(0)..<400

  @Test(arguments: ProgramTests.seeds)
  func `computes what the reference does, before and after optimisation`(_ seed: UInt64) throws {
    let graph = GraphGenerator.graph(seed: seed)
    let expected = graph.referenceOutputs()
    func compare(_ outputs: [Tensor], _ what: String) throws {
      try check(outputs, equal: expected, within: 1e-5, leastScale: 1e-2, "\(graph)\(what)")
    }
    let options = ProgramOptions.all[Int(seed) % ProgramOptions.all.count]
    try compare(graph.programOutputs(options: options), "as written, \(options)")
    var manager = PassManager(graph)
    try manager.run(.optimization)
    let optimized = manager.graph
    try compare(optimized.referenceOutputs(), "optimised")
    try compare(optimized.programOutputs(options: options), "optimised, \(options)")
    try compare(optimized.singleRunOutputs(options: options), "run once, \(options)")
  }

  @Test func `the random graphs use every op, fusion and sharing`() throws {
    var counts: [String: Int] = [:]
    var (shared, fused, branches, views, normalized) = (0, 0, 0, 0, 0)
    for seed in Self.seeds {
      let graph = GraphGenerator.graph(seed: seed)
      for node in graph.nodes { counts[node.op.mnemonic, default: 0] += 1 }
      let tensors = graph.nodes.flatMap { $0.parameters.flatMap(\.tensorNames) }
      if Set(tensors).count < tensors.count { shared += 1 }
      if graph.nodes.contains(where: { graph.users(of: $0.id).count > 1 }) { branches += 1 }
      if graph.nodes.contains(where: \.op.isView) { views += 1 }
      if tensors.contains(where: { $0.hasSuffix("weight_v") }) { normalized += 1 }
      var manager = PassManager(graph)
      try manager.run(.optimization)
      if manager.graph.nodes.contains(where: { !$0.epilogue.isEmpty }) { fused += 1 }
    }
    #expect(Set(counts.keys) == Set(OpTable.standard.mnemonics))
    #expect(counts.values.allSatisfy { $0 >= 3 }, "\(counts)")
    #expect(min(shared, fused, branches, views, normalized) >= 10)
  }

  @Test func `random graphs are worth running`() {
    let outputs = Self.seeds.flatMap { GraphGenerator.graph(seed: $0).referenceOutputs() }
    #expect(outputs.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
    #expect(outputs.filter { Set($0.elements).count > 1 }.count > 200)
  }

  @Test func `a session may be used again`() throws {
    let graph = GraphGenerator.graph(seed: 11)
    let program = Program(graph, tensors: graph.seededTensors(1))
    let session = program.makeSession()
    let first = program.run(graph.seededInputs(2), in: session)
    let other = program.run(graph.seededInputs(3), in: session)
    #expect(program.run(graph.seededInputs(2), in: session) == first)
    session.fill(with: .nan)
    #expect(program.run(graph.seededInputs(3), in: session) == other)
    #expect(first != other)
  }

  @Test func `a run leaves its inputs alone`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x4]) {
          %f = flatten %x
          %r = relu %f
          return r: %r, x: %x
        }
        """)
    let input = Tensor(Shape(1, 4), [-1, 2, -3, 4])
    let program = Program(graph, tensors: [:])
    let outputs = program.run([input], in: program.makeSession())
    #expect(outputs.map(\.elements) == [[0, 2, 0, 4], [-1, 2, -3, 4]])
    #expect(input.elements == [-1, 2, -3, 4])
  }

  @Test func `threads share a program`() async throws {
    let graph = GraphGenerator.graph(seed: 17)
    let program = Program(graph, tensors: graph.seededTensors(1))
    let expected = graph.programOutputs()
    await withTaskGroup(of: [Tensor].self) { (group) in
      for _ in 0..<8 {
        group.addTask { program.run(graph.seededInputs(2), in: program.makeSession()) }
      }
      for await outputs in group { #expect(outputs == expected) }
    }
  }

  @Test func `buffers are zeroed and aligned to cache lines`() {
    for count in [0, 1, 15, 1_000, 1 << 20] {
      let buffer = TensorBuffer(count: count)
      #expect(buffer.elements.count == count)
      #expect(buffer.elements.allSatisfy { $0 == 0 })
      #expect(UInt(bitPattern: buffer.elements.baseAddress) % 64 == 0)
    }
  }

}
