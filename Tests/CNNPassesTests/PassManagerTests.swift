import CNNIR
import CNNOps
import CNNPasses
import CNNSource
import CNNTestSupport
import Testing

/// What the manager does around the passes: verifying, observing, and forgetting stale analyses.
struct PassManagerTests {

  private static let text = """
    graph g(%x: f32[1x3x8x8]) {
      %c = conv %x {filters = 4, kernel = 3}
      %p = permute %c {order = [0, 1, 3, 2]}
      %r = relu %p
      return %r
    }
    """

  private func graph() throws -> Graph { try Graph(irText: Self.text) }

  /// The failure of a pipeline with `pass` in the middle.
  private func failure(_ action: @escaping @Sendable (inout Graph) -> Void) throws -> PassFailure? {
    var manager = PassManager(try graph())
    let broken = Pass(
      "break-it", "Breaks the graph.", rule: "Always.",
      .transformation { (graph, _) in action(&graph) })
    let pipeline = Pipeline(passes: [.inferShapes, broken, .countCosts])
    return #expect(throws: PassFailure.self) { try manager.run(pipeline) }
  }

  @Test func `a pass that loses a parameter is caught`() throws {
    let failure = try failure { (graph) in
      let conv = graph.nodes.first { $0.op is Conv }
      if let conv { graph.replace(conv.id, with: conv.op, [conv.parameters[0]]) }
    }
    #expect(failure?.description == "after break-it: invariant 4: 'c' has 1 parameters for 2 slots")
  }

  @Test func `a pass that changes a type is caught`() throws {
    let failure = try failure { (graph) in
      let permute = graph.nodes.first { $0.op is Permute }
      var pool = MaxPool()
      pool.kernel = 2
      if let permute { graph.replace(permute.id, with: pool, []) }
    }
    #expect(failure?.pass == "break-it")
    #expect(failure?.violation.invariant == 3)
  }

  @Test func `a pass that makes a permute apply an activation is caught`() throws {
    let failure = try failure { (graph) in
      let permute = graph.nodes.first { $0.op is Permute }
      if let permute { graph.appendToEpilogue([.apply(ReLU())], of: permute.id) }
    }
    #expect(failure?.violation.invariant == 8)
  }

  @Test func `a pass that makes a node read a later one is caught`() throws {
    let failure = try failure { (graph) in
      let nodes = Array(graph.nodes)
      graph.replaceUses(of: nodes[1].id, with: nodes[2].id)
    }
    #expect(failure?.violation.invariant == 1)
  }

  @Test func `only what changed is verified`() throws {
    var manager = PassManager(try graph())
    try manager.run(Pipeline(passes: [.inferShapes, .foldPad, .eliminateDeadNodes]))
    #expect(manager.timings.map { $0.verification > .zero } == [true, false, false])
    let revision = manager.graph.revision
    try manager.run(Pipeline(passes: [.orderNodes]))
    #expect(manager.graph.revision == revision)
  }

  @Test func `the graph is observed after each pass, and as it is then`() throws {
    var manager = PassManager(try graph())
    var observed: [String] = []
    try manager.run(.optimization) { (pass, graph) in
      observed.append("\(pass.name) \(graph.nodes.map(\.name).joined())")
    }
    #expect(observed == Pipeline.optimization.passes.map { "\($0.name) cpr" })
  }

  @Test func `an observer sees what a pass made, and another what it got`() throws {
    let text = Self.text.replacing("return", with: "%d = tanh %c\nreturn")
    var manager = PassManager(try Graph(irText: text))
    var before: [String] = []
    var after: [String] = []
    let pipeline = Pipeline(passes: [.eliminateDeadNodes, .countCosts])
    try manager.run(pipeline) {
      after.append($1.nodes.map(\.name).joined())
    } prepare: {
      before.append($1.nodes.map(\.name).joined())
    }
    #expect(before == ["cprd", "cpr"])
    #expect(after == ["cpr", "cpr"])
    #expect(manager.timings.map(\.pass) == pipeline.passes.map(\.name))
  }

  @Test func `what the observer throws ends the run`() throws {
    var manager = PassManager(try graph())
    #expect(throws: UnknownPass.self) {
      try manager.run(.optimization) { (pass, _) in throw UnknownPass(name: pass.name) }
    }
    #expect(manager.analyses.costs == nil)
  }

  @Test func `a change of the graph makes analyses stale`() throws {
    var manager = PassManager(try graph())
    try manager.run(Pipeline(passes: [.countCosts, .planMemory]))
    #expect(manager.analyses.costs?.total.parameters == 4 * (3 * 3 * 3 + 1))
    #expect(manager.analyses.memoryPlan != nil)
    try manager.run(Pipeline(passes: [.eliminateDeadNodes]))
    #expect(manager.analyses.costs == nil)
    #expect(manager.analyses.memoryPlan == nil)
  }

  @Test func `the optimisation leaves costs and a plan`() throws {
    var manager = PassManager(try graph())
    try manager.run(.optimization)
    #expect(manager.analyses.costs != nil)
    #expect(manager.analyses.memoryPlan != nil)
  }

}
