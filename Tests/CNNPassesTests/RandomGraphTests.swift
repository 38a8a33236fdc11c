import CNNIR
import CNNPasses
import CNNRuntime
import CNNTestSupport
import Testing

/// Every pass and the runtime on random graphs: the outputs stay, and each pass has something to do.
struct RandomGraphTests {

  private static let batch: UInt64 = 50

  /// 2,000 graphs; one that fails is shown as the smallest that still does.
  @Test(arguments: UInt64(0)..<40)
  func `neither a pass nor the runtime changes what a graph computes`(_ number: UInt64) throws {
    for seed in number * Self.batch..<(number + 1) * Self.batch {
      let graph = GraphGenerator.graph(seed: seed)
      do {
        try PassCheck.run(on: graph)
      } catch {
        let smallest = GraphShrinker { (try? PassCheck.run(on: $0)) == nil }.shrunk(graph)
        let reason = #expect(throws: (any Error).self) { try PassCheck.run(on: smallest) }
        Issue.record("seed \(seed): \(reason.map { "\($0)" } ?? "")\n\(smallest)")
      }
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

  @Test(arguments: Pass.all.filter(\.isTransformation).map(\.name))
  func `every pass may be left out`(_ name: String) throws {
    for seed in UInt64(0)..<40 {
      try PassCheck.run(
        on: GraphGenerator.graph(seed: seed), Pipeline.optimization.without([name]))
    }
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
    for pass in Pass.all where pass.isTransformation {
      #expect(changes[pass.name, default: 0] >= 5, "\(pass.name)")
    }
  }

}

/// What must hold of a graph, whatever it is.
enum PassCheck {

  /// Runs `pipeline` over `graph`, the reference after each pass that changed something, and the
  /// runtime on the result.
  ///
  /// - Throws: the first difference, with the pass after which it showed.
  static func run(on graph: Graph, _ pipeline: Pipeline = .optimization) throws {
    let (tensors, inputs) = (graph.seededTensors(1), graph.seededInputs(2))
    let expected = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
    var text = graph.description
    var manager = PassManager(graph, wantsRemarks: true)
    try manager.run(pipeline) { (pass, graph) in
      let changed = graph.description
      if changed == text { return }
      text = changed
      let outputs = ReferenceInterpreter(graph, tensors: tensors).run(inputs)
      try check(outputs, equal: expected, within: 2e-5, "after \(pass.name)")
    }
    try manager.graph.checkRoundTrip()
    let program = Program(manager.graph, tensors: tensors)
    let outputs = program.run(inputs, in: program.makeSession())
    try check(outputs, equal: expected, within: 1e-4, leastScale: 1e-2, "runtime")
  }

}
