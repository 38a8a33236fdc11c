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

  /// Whether the two values may share memory although both are alive: because they hold the same
  /// elements there, or as an elementwise result that takes the place of an operand which nobody
  /// reads later.
  private func mayShare(
    _ a: (node: Node, steps: ClosedRange<Int>, start: Int),
    _ b: (node: Node, steps: ClosedRange<Int>, start: Int), _ graph: Graph
  ) -> Bool {
    let (aWholes, bWholes) = (wholes(of: a.node.id, graph), wholes(of: b.node.id, graph))
    let holdSame = aWholes.contains { (whole, offset) in
      bWholes.contains { $0.0 == whole && a.start - offset == b.start - $0.1 }
    }
    let overwrites = b.node.op is any ElementwiseOp && a.steps.upperBound == b.steps.lowerBound
    let operands = wholes(of: b.node.operands[0], graph)
    return holdSame
      || overwrites && aWholes.contains { (whole, _) in operands.contains { $0.0 == whole } }
  }

  /// The values that hold the elements of `value`, and from which element on.
  private func wholes(of value: ValueID, _ graph: Graph) -> [(ValueID, Int)] {
    var found = [(value, 0)]
    var index = 0
    while index < found.count {
      let (part, offset) = found[index]
      index += 1
      var next: [(ValueID, Int)] = []
      if let node = graph.node(part) {
        let shape = node.operandTypes(in: graph)[0].shape
        if node.op.isView { next.append((node.operands[0], offset)) }
        if let slice = node.op as? Slice, shape[0] == 1 {
          next.append((node.operands[0], offset + slice.start * shape.dropFirst(2).reduce(1, *)))
        }
      }
      for case let user? in graph.users(of: part).map(graph.node)
      where user.op is Concat && user.type.shape[0] == 1 {
        let position = user.operands.firstIndex(of: part)!
        let sizes = user.operandTypes(in: graph).map(\.shape.elementCount)
        next.append((user.id, offset + sizes[..<position].reduce(0, +)))
      }
      for one in next where !found.contains(where: { $0 == one }) { found.append(one) }
    }
    return found
  }

  private func checkPlan(_ graph: Graph) {
    let plan = MemoryPlan(graph)
    let lifetimes = lifetimes(graph)
    for (index, b) in lifetimes.enumerated() {
      guard let bElements = elements(of: b.node, plan) else { continue }
      #expect(bElements.upperBound <= plan.arenaSize)
      let isPart = wholes(of: b.node.id, graph).count > 1
      #expect(isPart || bElements.lowerBound % 16 == 0)
      for a in lifetimes[..<index] {
        guard let aElements = elements(of: a.node, plan), aElements.overlaps(bElements),
          a.steps.overlaps(b.steps)
        else { continue }
        let parts = (
          (a.node, a.steps, aElements.lowerBound), (b.node, b.steps, bElements.lowerBound)
        )
        #expect(
          mayShare(parts.0, parts.1, graph), "'\(a.node.name)' and '\(b.node.name)' of \(graph)")
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
  func `only views and slices are in the caller's memory`(_ seed: UInt64) {
    let graph = GraphGenerator.graph(seed: seed)
    let plan = MemoryPlan(graph)
    for node in graph.nodes where !node.op.isView && !(node.op is Slice) {
      #expect(elements(of: node, plan) != nil)
    }
    for (index, input) in graph.inputs.enumerated() {
      #expect(plan[input.id] == .input(index, offset: 0))
    }
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
    graph.addOutput(try graph.append(Add(), values, name: "all"))
    let plan = MemoryPlan(graph)
    let offsets = graph.nodes.compactMap { elements(of: $0, plan)?.lowerBound }
    #expect(Set(offsets).count == 1_501)
    #expect(plan.arenaSize == 1_501 * 16)
  }

  @Test func `the same graph has the same plan`() {
    let graph = GraphGenerator.graph(seed: 7)
    let plans = (0..<5).map { (_) in MemoryPlan(graph) }
    for plan in plans {
      for node in graph.nodes { #expect(plan[node.id] == plans[0][node.id]) }
    }
  }

  @Test(arguments: [1, 2])
  func `slices and joined values of one image are parts of others`(batch: Int) throws {
    let text = """
      graph Parts(%x: f32[\(batch)x8x4x4]) {
        %left = slice %x {start = 2, end = 5}
        %a = conv %left {filters = 4, kernel = 1}
        %b = conv %x {filters = 3, kernel = 1}
        %c = concat %a, %b
        %d = conv %c {filters = 2, kernel = 1}
        %e = concat %c, %d, %x
        %f = slice %e {start = 3, end = 6}
        %g = conv %f {filters = 2, kernel = 1}
        return %g
      }
      """
    let graph = try Graph(irText: text)
    let plan = MemoryPlan(graph)
    let nodes = Dictionary(uniqueKeysWithValues: graph.nodes.map { ($0.name, $0.id) })
    let places = nodes.mapValues { plan[$0] }
    guard batch == 1, case .arena(let start) = places["e"] else {
      let pairs = [("a", "c"), ("b", "c"), ("c", "e"), ("d", "e"), ("f", "e")]
      for (part, whole) in pairs { #expect(places[part] != places[whole]) }
      return
    }
    #expect(places["left"] == .input(0, offset: 2 * 16))
    #expect(places["a"] == .arena(start))
    #expect(places["b"] == .arena(start + 4 * 16))
    #expect(places["c"] == .arena(start))
    #expect(places["d"] == .arena(start + 7 * 16))
    #expect(places["f"] == .arena(start + 3 * 16))
  }

}
