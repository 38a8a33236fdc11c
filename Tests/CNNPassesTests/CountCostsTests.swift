import CNNIR
import CNNOps
import CNNPasses
import CNNSource
import CNNTestSupport
import Testing

/// Counts that the text cases cannot show: overflow, and totals of random graphs.
struct CountCostsTests {

  /// A chain of `count` convolutions, each of 2^60 multiply-adds.
  private func chain(_ count: Int) throws -> Graph {
    let extent = 1 << 20
    var graph = Graph(name: "huge")
    var value = graph.addInput("x", TensorType(Shape(1, extent, extent)))
    var conv = Conv()
    conv.filters = extent
    for index in 0..<count { value = try graph.append(conv, [value], name: "c\(index)") }
    graph.addOutput(value)
    return graph
  }

  @Test func `counts go to the end of 64 bits`() throws {
    #expect(try CostTable(chain(7)).total.multiplyAdds == 7 << 60)
  }

  @Test func `a count beyond 64 bits is the user's mistake`() throws {
    let graph = try chain(8)
    let diagnostic = #expect(throws: Diagnostic.self) { try CostTable(graph) }
    #expect(diagnostic?.code == "count-overflow")
    #expect(diagnostic?.message == "the costs up to 'c7' exceed a 64-bit count")
  }

  @Test func `a value beyond any memory is the user's mistake`() throws {
    let extent = Shape.largestExtent
    var graph = Graph(name: "huge")
    let x = graph.addInput("x", TensorType(Shape(2, extent, extent)))
    let a = try graph.append(ReLU(), [x], name: "a")
    graph.addOutput(try graph.append(Add(), [x, a], name: "b"))
    var manager = PassManager(graph)
    let diagnostic = #expect(throws: Diagnostic.self) { try manager.run(.optimization) }
    #expect(diagnostic?.code == "memory-overflow")
  }

  @Test(arguments: UInt64(0)..<40)
  func `totals are the sums over nodes, and over tensors`(_ seed: UInt64) throws {
    let graph = GraphGenerator.graph(seed: seed)
    let table = try CostTable(graph)
    let costs = graph.nodes.map { table[$0.id] }
    let tensors = graph.usedTensors
    #expect(costs.map(\.multiplyAdds).reduce(0, +) == table.total.multiplyAdds)
    #expect(costs.map(\.parameters).reduce(0, +) == table.total.parameters)
    let trained = tensors.filter { !$0.role.isBuffer }.map(\.shape.elementCount).reduce(0, +)
    let stored = tensors.filter(\.role.isBuffer).map(\.shape.elementCount).reduce(0, +)
    #expect(table.total.parameters == trained)
    #expect(table.total.buffers == stored)
  }

}
