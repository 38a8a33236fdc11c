import CNNIR
import CNNOps
import CNNPasses
import CNNTestSupport
import Testing

/// The search for the smallest graph that shows a fault, with faults that are planted.
struct GraphShrinkerTests {

  /// Loses every relu of what is no output of a convolution.
  private static let wrongPass = Pass(
    "lose-relu", "Loses relus.", rule: "Always.",
    .transformation { (graph, _) in
      for id in graph.nodeIDs {
        guard let node = graph.node(id), node.op is ReLU else { continue }
        graph.replaceUses(of: id, with: node.operands[0])
        graph.erase(id)
      }
    })

  private func fails(_ graph: Graph) -> Bool {
    (try? PassCheck.run(on: graph, Pipeline(passes: [Self.wrongPass]))) == nil
  }

  @Test func `a wrong pass is shown on the op that it gets wrong`() throws {
    var count = 0
    for seed in UInt64(0)..<300 {
      let graph = GraphGenerator.graph(seed: seed)
      guard fails(graph) else { continue }
      count += 1
      let smallest = GraphShrinker(fails).shrunk(graph)
      #expect(fails(smallest), "\(smallest)")
      #expect(smallest.nodes.map(\.op.mnemonic) == ["relu"], "\(smallest)")
      #expect(smallest.inputs.count == 1 && smallest.outputs.count == 1, "\(smallest)")
      let elements = smallest.inputs[0].type.shape.elementCount
      #expect(elements <= 8, "\(smallest)")
      try smallest.checkRoundTrip()
    }
    #expect(count >= 5)
  }

  @Test func `a fault of two ops together keeps both`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[2x4x9x9], %y: f32[2x4x9x9]) {
          %a = conv %x {filters = 8, kernel = 3, padding = 1}
          %s = add %x, %y
          %n = batchNorm %a
          %p = maxPool %n {kernel = 2}
          %t = tanh %s
          %q = maxPool %t {kernel = 2}
          %g = globalAvgPool %p
          return p: %g, q: %q
        }
        """)
    let smallest = GraphShrinker { (graph) in
      graph.nodes.contains { (node) in
        node.op is MaxPool && graph.node(node.operands[0])?.op is BatchNorm
      }
    }.shrunk(graph)
    #expect(smallest.nodes.map(\.op.mnemonic) == ["batchNorm", "maxPool"])
    #expect(smallest.inputs.map(\.type.shape.description) == ["1x1x2x2"])
    #expect(smallest.outputs.count == 1)
    try smallest.checkRoundTrip()
  }

  @Test func `what shows no smaller fault stays`() throws {
    let graph = try Graph(irText: "graph g(%x: f32[1x1]) {\n%r = relu %x\nreturn %r\n}")
    #expect(GraphShrinker { _ in true }.shrunk(graph).description == graph.description)
  }

}
