import CNNOps
import CNNTestSupport
import Testing

@testable import CNNIR

/// Each numbered invariant of `Graph.verify()`, kept and broken.
struct VerifierTests {

  /// A convolution, a pool and an activation in a row.
  private func graph() throws -> Graph {
    try Graph(
      irText: """
        graph g(%x: f32[1x3x8x8]) {
          %c = conv %x {filters = 4, kernel = 3}
          %p = maxPool %c {kernel = 2}
          %r = relu %p
          return %r
        }
        """)
  }

  /// The violation in the graph after `damage`, which is also found by who knows the graph before.
  private func violation(_ damage: (inout Graph) throws -> Void) throws -> InvariantViolation? {
    var graph = try graph()
    let before = graph
    try before.verify()
    try damage(&graph)
    let violation = #expect(throws: InvariantViolation.self) { try graph.verify() }
    let since = #expect(throws: InvariantViolation.self) { try graph.verify(since: before) }
    #expect(violation?.description == since?.description)
    return violation
  }

  private func node(_ name: String, _ graph: Graph) -> Node {
    graph.nodes.first { $0.name == name }!
  }

  @Test(arguments: UInt64(0)..<50)
  func `a graph in order is accepted`(_ seed: UInt64) throws {
    try graph().verify()
    let graph = GraphGenerator.graph(seed: seed)
    try graph.verify()
    try graph.verify(since: graph)
  }

  @Test func `1: a node may not stand before its operand`() throws {
    let violation = try violation { $0.order.swapAt(0, 1) }
    #expect(violation?.description == "invariant 1: 'p' reads a value before it is made")
  }

  @Test func `1: a node may not read an erased one`() throws {
    let violation = try violation { (graph) in
      graph.definitions[node("c", graph).id.rawValue] = .erased
      graph.compact()
    }
    #expect(violation?.invariant == 1)
  }

  @Test func `1: a node may not read itself`() throws {
    let violation = try violation { (graph) in
      graph.replaceUses(of: node("p", graph).id, with: node("r", graph).id)
    }
    #expect(violation?.description == "invariant 1: 'r' reads a value before it is made")
  }

  @Test func `2: two inputs may not have the same name`() throws {
    let violation = try violation { _ = $0.addInput("x", TensorType(Shape(1))) }
    #expect(violation?.description == "invariant 2: two inputs have the same name")
  }

  @Test(arguments: ["c", "x"])
  func `2: a node may not have the name of another value`(_ name: String) throws {
    let violation = try violation { (graph) in
      try graph.append(ReLU(), [graph.inputs[0].id], name: name)
    }
    #expect(violation?.description == "invariant 2: '\(name)' has the name of another value")
  }

  @Test func `2: a node may not take the name of another`() throws {
    let violation = try violation { (graph) in graph.rename(node("r", graph).id, "p", at: nil) }
    #expect(violation?.description == "invariant 2: 'p' has the name of another value")
  }

  @Test func `2: two tensors may not have the same name`() throws {
    let violation = try violation { $0.tensors.append($0.tensors[0]) }
    #expect(violation?.description == "invariant 2: two tensors have the same name")
  }

  @Test func `3: a node has the type that its op gives`() throws {
    let violation = try violation { (graph) in
      let wrong = TensorType(Shape(1, 4, 3))
      graph.addOutput(
        graph.append(ReLU(), [node("r", graph).id], [], type: wrong, name: "wrong"), name: "w")
    }
    let message = "'wrong' has type f32[1x4x3] instead of f32[1x4x3x3]"
    #expect(violation?.description == "invariant 3: \(message)")
  }

  @Test func `3: a node keeps the constraints of its op`() throws {
    var conv = Conv()
    conv.kernel = 9
    let violation = try violation { (graph) in
      let node = node("c", graph)
      graph.replace(node.id, with: conv, node.parameters)
    }
    let message = "'c' the window 9x9 exceeds the padded input 8x8"
    #expect(violation?.description == "invariant 3: \(message)")
  }

  @Test(arguments: [0, 2])
  func `3: a node has as many operands as its op takes`(_ count: Int) throws {
    let violation = try violation { (graph) in
      let operands = Array(repeating: graph.inputs[0].id, count: count)
      let type = graph.inputs[0].type
      _ = graph.append(ReLU(), operands, [], type: type, name: "wrong")
    }
    let message = "'wrong' relu takes 1 operand, not \(count)"
    #expect(violation?.description == "invariant 3: \(message)")
  }

  @Test func `3: a changed input makes types stale`() throws {
    let violation = try violation { $0.setType(TensorType(Shape(1, 3, 9, 8)), ofInput: 0) }
    #expect(violation?.invariant == 3)
  }

  @Test func `4: each slot has an expression`() throws {
    let violation = try violation { (graph) in
      let node = node("c", graph)
      graph.replace(node.id, with: node.op, [node.parameters[0]])
    }
    #expect(violation?.description == "invariant 4: 'c' has 1 parameters for 2 slots")
  }

  @Test func `4: an expression has the slot's shape`() throws {
    let violation = try violation { (graph) in
      let node = node("c", graph)
      graph.replace(node.id, with: node.op, node.parameters.reversed())
    }
    let message = "'c' 'weight' has shape 4 instead of 4x3x3x3"
    #expect(violation?.description == "invariant 4: \(message)")
  }

  @Test(arguments: [
    ParameterExpression.tensor("missing"),
    .tensor("c.weight") * .tensor("missing"),
    .tensor("c.weight") * .reshape(.tensor("c.bias"), Shape(2, 2)),
    .reshape(.tensor("c.bias"), Shape(5)),
  ])
  func `4: an expression has a shape`(_ expression: ParameterExpression) throws {
    let violation = try violation { (graph) in
      let node = node("c", graph)
      graph.replace(node.id, with: node.op, [expression, node.parameters[1]])
    }
    #expect(violation?.description == "invariant 4: 'c' 'weight' = \(expression) has no shape")
  }

  @Test func `5: the users of a value are those that read it`() throws {
    let forgotten = try violation { $0.usesOfValue[node("c", $0).id.rawValue] = UseList() }
    #expect(
      forgotten?.description == "invariant 5: the users of 'c' disagree with the operands")
    let invented = try violation { (graph) in
      let use = UseList.Use(user: node("r", graph).id, position: 0, generation: 0)
      graph.usesOfValue[graph.inputs[0].id.rawValue].append(use)
    }
    #expect(invented?.invariant == 5)
    let erased = try violation { (graph) in
      graph.usesOfValue[node("c", graph).id.rawValue].retireOne()
    }
    #expect(erased?.invariant == 5)
  }

  @Test func `5: a value that is read twice has its user twice`() throws {
    var graph = try Graph(
      irText: """
        graph g(%x: f32[1x3x8x8]) {
          %p = relu %x
          %twice = add %p, %p
          return %twice
        }
        """)
    #expect(throws: Never.self) { try graph.verify() }
    var list = UseList()
    list.append(UseList.Use(user: node("twice", graph).id, position: 1, generation: 0))
    graph.usesOfValue[node("p", graph).id.rawValue] = list
    #expect(throws: InvariantViolation.self) { try graph.verify() }
  }

  @Test func `6: there is an output`() throws {
    let violation = try violation { (graph) in
      graph.outputs = []
      graph.outputsOfValue = [:]
    }
    #expect(violation?.description == "invariant 6: no output")
  }

  @Test func `6: an output is a value of the graph`() throws {
    let erased = try violation { (graph) in
      let r = node("r", graph)
      graph.replaceUses(of: r.id, with: node("p", graph).id)
      graph.erase(r.id)
      graph.addOutput(r.id, name: "gone")
    }
    #expect(erased?.description == "invariant 6: an output is not a value of the graph")
    let foreign = try violation { $0.addOutput(ValueID(rawValue: 99), name: "foreign") }
    #expect(foreign?.invariant == 6)
  }

  @Test(arguments: [
    Shape(0), Shape(1, -1), Shape(1, Shape.largestExtent + 1),
    Shape(Shape.largestExtent, Shape.largestExtent, 3),
  ])
  func `7: an input has a valid shape`(_ shape: Shape) throws {
    let violation = try violation { _ = $0.addInput("y", TensorType(shape)) }
    #expect(violation?.description == "invariant 7: input 'y' has the shape \(shape)")
  }

  @Test func `8: only some ops apply others to their result`() throws {
    let violation = try violation { (graph) in
      let flat = try graph.append(Flatten(), [node("p", graph).id], name: "flat")
      graph.appendToEpilogue([.apply(ReLU())], of: flat)
    }
    let message = "'flat' applies ops to its result, which flatten cannot"
    #expect(violation?.description == "invariant 8: \(message)")
  }

  @Test func `8: the ops applied keep their constraints`() throws {
    let violation = try violation { $0.appendToEpilogue([.apply(Clip())], of: node("c", $0).id) }
    #expect(violation?.description == "invariant 8: 'c' clip needs a min, a max or both")
  }

  @Test func `8: what is added has the type of the result`() throws {
    let violation = try violation { (graph) in
      graph.appendToEpilogue([.add(graph.inputs[0].id)], of: node("p", graph).id)
    }
    let message = "'p' what is added must be f32[1x4x3x3], not f32[1x3x8x8]"
    #expect(violation?.description == "invariant 8: \(message)")
  }

  @Test func `1: what is added is made before`() throws {
    let violation = try violation { (graph) in
      let late = try graph.append(ReLU(), [node("p", graph).id], name: "late")
      graph.appendToEpilogue([.add(late)], of: node("p", graph).id)
    }
    #expect(violation?.description == "invariant 1: 'p' reads a value before it is made")
  }

  @Test func `9: one of several outputs may not be without a name`() throws {
    let violation = try violation { $0.addOutput(node("p", $0).id, name: "p") }
    #expect(violation?.description == "invariant 9: one of several outputs has no name")
  }

  @Test func `9: two outputs may not have the same name`() throws {
    var graph = try Graph(
      irText: "graph g(%x: f32[1x3]) { %a = relu %x\n return a: %a, b: %x }")
    graph.addOutput(graph.inputs[0].id, name: "a")
    let violation = #expect(throws: InvariantViolation.self) { try graph.verify() }
    #expect(violation?.description == "invariant 9: two outputs have the name 'a'")
  }

}
