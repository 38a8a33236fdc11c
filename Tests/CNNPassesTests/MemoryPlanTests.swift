import CNNIR
import CNNOps
import CNNPasses
import CNNTestSupport
import Testing

/// Places in the arena, against lifetimes found by brute force.
struct MemoryPlanTests {

  /// The steps from which on and up to which each node's value must keep its elements.
  private func lifetimes(_ graph: Graph) -> [(node: Node, steps: ClosedRange<Int>)] {
    let nodes = Array(graph.nodes)
    return nodes.enumerated().map { (step, node) in
      let uses = nodes.indices.filter { nodes[$0].operands.contains(node.id) }
      let last = graph.isOutput(node.id) ? nodes.count : uses.last ?? step
      return (node, step...last)
    }
  }

  private func elements(of node: Node, _ plan: MemoryPlan) -> Range<Int>? {
    guard case .arena(let offset) = plan[node.id] else { return nil }
    return offset..<offset + node.type.shape.elementCount
  }

  /// Whether the two values may share memory although both are alive: as a view or as an
  /// elementwise result that takes the place of an operand which nobody reads later.
  private func mayShare(
    _ a: (node: Node, steps: ClosedRange<Int>), _ b: (node: Node, steps: ClosedRange<Int>),
    _ graph: Graph
  ) -> Bool {
    if root(of: a.node, graph) == root(of: b.node, graph) { return true }
    let overwrites = b.node.op is any ElementwiseOp && a.steps.upperBound == b.steps.lowerBound
    return overwrites && root(of: graph.node(b.node.operands[0]), graph) == root(of: a.node, graph)
  }

  /// The value whose elements a chain of views shows.
  private func root(of node: Node?, _ graph: Graph) -> ValueID? {
    guard let node, node.op.isView else { return node?.id }
    return graph.node(node.operands[0]).map { root(of: $0, graph) } ?? node.operands[0]
  }

  private func checkPlan(_ graph: Graph) {
    let plan = MemoryPlan(graph)
    let lifetimes = lifetimes(graph)
    for (index, b) in lifetimes.enumerated() {
      guard let bElements = elements(of: b.node, plan) else { continue }
      #expect(bElements.upperBound <= plan.arenaSize)
      #expect(bElements.lowerBound % 16 == 0)
      for a in lifetimes[..<index] {
        guard let aElements = elements(of: a.node, plan), aElements.overlaps(bElements),
          a.steps.overlaps(b.steps)
        else { continue }
        #expect(mayShare(a, b, graph), "'\(a.node.name)' and '\(b.node.name)' of \(graph)")
      }
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func `values that are alive at once do not overlap`(_ seed: UInt64) throws {
    let graph = GraphGenerator.graph(seed: seed)
    checkPlan(graph)
    var manager = PassManager(graph)
    try manager.run(.optimization)
    checkPlan(manager.graph)
  }

  @Test(arguments: UInt64(0)..<200)
  func `a view is where its operand is`(_ seed: UInt64) {
    let graph = GraphGenerator.graph(seed: seed)
    let plan = MemoryPlan(graph)
    for node in graph.nodes where node.op.isView {
      #expect(plan[node.id] == plan[node.operands[0]])
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func `only views are in the caller's memory`(_ seed: UInt64) {
    let graph = GraphGenerator.graph(seed: seed)
    let plan = MemoryPlan(graph)
    for node in graph.nodes where !node.op.isView {
      #expect(elements(of: node, plan) != nil)
    }
    for (index, input) in graph.inputs.enumerated() { #expect(plan[input.id] == .input(index)) }
  }

  @Test func `a chain of equal layers needs two places`() throws {
    var lines = (1...9).map { "%c\($0) = conv %c\($0 - 1) {filters = 4, kernel = 3, padding = 1}" }
    lines.append("return %c9")
    let text = "graph g(%c0: f32[1x4x8x8]) {\n\(lines.joined(separator: "\n"))\n}"
    #expect(MemoryPlan(try Graph(irText: text)).arenaSize == 2 * 4 * 8 * 8)
  }

  @Test func `very many values alive at once still do not overlap`() throws {
    var graph = Graph(name: "wide")
    let x = graph.addInput("x", TensorType(Shape(1, 16)))
    let values = try (0..<1_500).map { try graph.append(Softmax(), [x], name: "s\($0)") }
    graph.addOutput(try graph.append(Concat(), values, name: "all"))
    let plan = MemoryPlan(graph)
    let offsets = graph.nodes.compactMap { elements(of: $0, plan)?.lowerBound }
    #expect(Set(offsets).count == 1_501)
    #expect(plan.arenaSize == 2 * 1_500 * 16)
  }

  @Test func `the same graph has the same plan`() {
    let graph = GraphGenerator.graph(seed: 7)
    let plans = (0..<5).map { (_) in MemoryPlan(graph) }
    for plan in plans {
      for node in graph.nodes { #expect(plan[node.id] == plans[0][node.id]) }
    }
  }

}
