import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Making and changing graphs.
struct GraphEditingTests {

  private func graph() throws -> Graph {
    try Graph(
      irText: """
        graph g(%x: f32[1x3x8x8]) {
          %a = relu %x
          %b = add %a, %a
          %c = add %a, %b
          return %c
        }
        """)
  }

  private func node(_ name: String, _ graph: Graph) throws -> Node {
    try #require(graph.nodes.first { $0.name == name })
  }

  @Test func `a copy is a graph of its own`() throws {
    let original = try graph()
    var copy = original
    copy.name = "copy"
    try copy.append(ReLU(), [copy.inputs[0].id], name: "new")
    #expect(original.nodes.map(\.name) == ["a", "b", "c"])
    #expect(original.users(of: original.inputs[0].id).count == 1)
    #expect(copy.nodes.map(\.name) == ["a", "b", "c", "new"])
  }

  @Test func `users are listed once for each operand`() throws {
    let graph = try graph()
    let names = graph.users(of: try node("a", graph).id).map { graph.name(of: $0) }
    #expect(names == ["b", "b", "c"])
    #expect(graph.users(of: try node("c", graph).id).isEmpty)
  }

  @Test func `replacing uses moves users and outputs`() throws {
    var graph = try graph()
    let (a, b, c) = (try node("a", graph), try node("b", graph), try node("c", graph))
    graph.replaceUses(of: b.id, with: a.id)
    graph.erase(b.id)
    graph.compact()
    try graph.verify()
    #expect(graph.users(of: a.id) == [c.id, c.id])
    graph.replaceUses(of: c.id, with: a.id)
    graph.erase(c.id)
    try graph.verify()
    #expect(graph.isOutput(a.id))
    #expect(graph.nodes.map(\.name) == ["a"])
    #expect(graph.node(b.id) == nil)
  }

  @Test(arguments: UInt64(0)..<50)
  func `users are right after any edits`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var graph = GraphGenerator.graph(seed: seed)
    for _ in 0..<20 {
      let nodes = Array(graph.nodes)
      let chosen = random.element(of: nodes).id
      if graph.useCount(of: chosen) == 0, !graph.isOutput(chosen), nodes.count > 1 {
        graph.erase(chosen)
      } else if let earlier = nodes.first(where: { $0.type == graph.type(of: chosen) }) {
        if earlier.id != chosen { graph.replaceUses(of: chosen, with: earlier.id) }
      }
      try graph.verify()
      for node in graph.nodes {
        let users = graph.nodes.flatMap { (user) in
          user.operands.filter { $0 == node.id }.map { (_) in user.id }
        }
        #expect(Set(graph.users(of: node.id)) == Set(users))
        #expect(graph.useCount(of: node.id) == users.count)
        let isOutput = graph.outputs.contains { $0.value == node.id }
        #expect(graph.isOutput(node.id) == isOutput)
      }
    }
  }

  @Test func `an input that becomes the output stays an input`() throws {
    var graph = try graph()
    let x = graph.inputs[0].id
    for name in ["c", "b", "a"] {
      let node = try node(name, graph)
      graph.replaceUses(of: node.id, with: x)
      graph.erase(node.id)
    }
    try graph.verify()
    #expect(graph.description == "graph g(%x: f32[1x3x8x8]) {\n  return %x\n}\n")
    #expect(graph.node(x) == nil)
  }

  @Test func `identifiers are not used again`() throws {
    var graph = try graph()
    let dead = try graph.append(ReLU(), [graph.inputs[0].id], name: "dead")
    graph.erase(dead)
    graph.compact()
    let next = try graph.append(ReLU(), [graph.inputs[0].id], name: "next")
    #expect(next != dead)
    #expect(graph.node(dead) == nil)
  }

  @Test func `a node owns the tensors of its slots`() throws {
    var graph = try graph()
    let value = try graph.append(BatchNorm(), [graph.inputs[0].id], name: "bn")
    let names = ["bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"]
    #expect(graph.tensors.map(\.name) == names)
    #expect(graph.tensors.map(\.role) == [.normWeight, .bias, .runningMean, .runningVariance])
    #expect(graph.usedTensors == graph.tensors)
    graph.erase(value)
    #expect(graph.usedTensors.isEmpty)
    #expect(graph.tensors.count == 4)
  }

  @Test func `a tensor is declared once`() throws {
    var graph = try graph()
    let tensor = NamedTensor(name: "w", shape: Shape(2), role: .bias)
    graph.declare(tensor)
    graph.declare(NamedTensor(name: "w", shape: Shape(3), role: .weight))
    #expect(graph.tensors == [tensor])
    #expect(graph.tensor(named: "w") == tensor)
    #expect(graph.tensor(named: "v") == nil)
  }

  @Test func `an op that breaks its constraint leaves the graph alone`() throws {
    var graph = try graph()
    let before = graph.description
    #expect(throws: OpFault.self) {
      try graph.append(Concat(), [], name: "none")
    }
    #expect(graph.description == before)
    #expect(graph.tensors.isEmpty)
  }

  @Test func `ops are equal with equal attributes`() {
    var five = Linear()
    five.features = 5
    #expect(Linear().isEqual(to: Linear()))
    #expect(!Linear().isEqual(to: five))
    #expect(!ReLU().isEqual(to: Tanh()))
  }

}
