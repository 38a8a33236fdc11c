import CNNIR
import CNNPasses
import CNNRuntime
import CNNTestSupport
import Testing

/// Every pass on random graphs: the outputs stay, and each pass has something to do.
struct RandomGraphTests {

  @Test(arguments: UInt64(0)..<400)
  func `no pass changes what a graph computes`(_ seed: UInt64) throws {
    let graph = GraphGenerator.graph(seed: seed)
    let (tensors, inputs) = (graph.seededTensors(1), graph.seededInputs(2))
    let expected = graph.referenceOutputs()
    var manager = PassManager(graph, wantsRemarks: true)
    try manager.run(.optimization) { (pass, graph) in
      let outputs = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
      try check(outputs, equal: expected, within: 2e-5, "\(graph)after \(pass.name)")
      try graph.checkRoundTrip()
    }
  }

  @Test(arguments: UInt64(0)..<100)
  func `the passes do nothing the second time`(_ seed: UInt64) throws {
    var manager = PassManager(GraphGenerator.graph(seed: seed))
    try manager.run(.optimization)
    let once = manager.graph.description
    try manager.run(.optimization)
    #expect(manager.graph.description == once)
  }

  @Test func `every transformation has something to do`() throws {
    var changes: [String: Int] = [:]
    for seed in UInt64(0)..<400 {
      var before = ""
      var manager = PassManager(GraphGenerator.graph(seed: seed))
      try manager.run(.optimization) { (pass, graph) in
        if graph.description != before { changes[pass.name, default: 0] += 1 }
        before = graph.description
      }
    }
    for pass in Pass.all {
      guard case .transformation = pass.action else { continue }
      #expect(changes[pass.name, default: 0] >= 5, "\(pass.name)")
    }
  }

}
