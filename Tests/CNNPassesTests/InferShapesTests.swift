import CNNIR
import CNNPasses
import CNNSource
import CNNTestSupport
import Testing

/// Types after an input has got another shape.
struct InferShapesTests {

  private static let text = """
    graph g(%x: f32[1x3x9x9]) {
      %c = conv %x {filters = 4, kernel = 3}
      %p = maxPool %c {kernel = 2}
      %f = flatten %p
      %l = linear %f {features = 2}
      return %l
    }
    """

  /// The graph with an input of `shape`, typed again.
  private func graph(_ shape: Shape) throws -> Graph {
    var graph = try Graph(irText: Self.text)
    graph.setType(TensorType(shape), ofInput: 0)
    var manager = PassManager(graph)
    try manager.run(Pipeline(passes: [.inferShapes]))
    return manager.graph
  }

  @Test func `another size gives other types and weights`() throws {
    let graph = try graph(Shape(2, 3, 13, 7))
    let shapes = graph.nodes.map(\.type.shape.description)
    #expect(shapes == ["2x4x11x5", "2x4x5x2", "2x40", "2x2"])
    #expect(graph.tensor(named: "l.weight")?.shape == Shape(2, 40))
    #expect(graph.tensor(named: "c.weight")?.shape == Shape(4, 3, 3, 3))
  }

  @Test func `more channels give larger filters`() throws {
    #expect(try graph(Shape(1, 5, 9, 9)).tensor(named: "c.weight")?.shape == Shape(4, 5, 3, 3))
  }

  @Test func `an input that is too small is the user's mistake, at the node's place`() throws {
    let diagnostic = #expect(throws: Diagnostic.self) { try graph(Shape(1, 3, 3, 2)) }
    #expect(diagnostic?.code == "conv.c4")
    #expect(diagnostic?.message == "c: the window 3x3 exceeds the padded input 3x2")
    guard case .source(let range) = diagnostic?.place else {
      Issue.record("the diagnostic has no place in the text")
      return
    }
    #expect(range.line == 2)
  }

  @Test func `a network made in memory has no place to point at`() throws {
    var graph = Graph(name: "g")
    let x = graph.addInput("x", TensorType(Shape(1, 4)))
    graph.addOutput(x)
    var broken = try Graph(irText: Self.text)
    broken.setType(TensorType(Shape(1, 4)), ofInput: 0)
    #expect(throws: NodeFault.self) { try broken.inferTypes() }
    #expect(throws: Never.self) { try graph.inferTypes() }
  }

}
