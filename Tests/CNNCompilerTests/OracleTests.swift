import CNNCompiler
import CNNIR
import Testing

/// Every reference network against its spec, to the unit.
struct OracleTests {

  private static let counted: Set<String> = ["conv", "convTranspose", "deformConv", "linear"]

  @Test func thereAreAllOfThem() {
    #expect(Oracle.all.count == 53)
  }

  @Test(arguments: Oracle.all)
  func totalsAndOutput(oracle: Oracle) throws {
    let graph = try Specs.graph(oracle.name)
    let report = try AnalysisReport(graph)
    #expect(report.totals.costs.parameters == oracle.parameters)
    #expect(report.totals.costs.macs == oracle.macs)
    if let buffers = oracle.buffers { #expect(report.totals.costs.buffers == buffers) }
    #expect(graph.inputs[0].type.shape.extents == oracle.input)
    if !oracle.outputs.isEmpty {
      #expect(graph.outputs.map { graph.type(of: $0.value).shape.extents } == oracle.outputs)
    }
  }

  @Test(arguments: Oracle.all.filter { !$0.layers.isEmpty })
  func layers(oracle: Oracle) throws {
    let report = try AnalysisReport(try Specs.graph(oracle.name))
    let layers = report.layers.filter { Self.counted.contains($0.op) }.map {
      Oracle.Layer(
        name: $0.name, output: $0.outputShape, parameters: $0.costs.parameters, macs: $0.costs.macs)
    }
    if oracle.hasPublicNames {
      #expect(layers == oracle.layers)
    } else {
      #expect(layers.counts == oracle.layers.counts)
    }
  }

  @Test(arguments: Oracle.all.filter { !$0.tensors.isEmpty })
  func tensors(oracle: Oracle) throws {
    let graph = try Specs.graph(oracle.name)
    let tensors = graph.usedTensors.map {
      Oracle.Tensor(name: $0.name, shape: $0.shape.extents)
    }
    if oracle.hasPublicNames {
      #expect(Set(tensors) == Set(oracle.tensors))
      #expect(tensors.count == oracle.tensors.count)
    } else {
      #expect(tensors.shapes == oracle.tensors.shapes)
    }
  }

}

extension [Oracle.Layer] {

  /// Shapes and counts without the names, in a fixed order: where branches are independent, another
  /// implementation may run them in another order.
  fileprivate var counts: [Oracle.Layer] {
    map { (layer) in
      var layer = layer
      layer.name = ""
      return layer
    }.sorted { (a, b) in
      let (x, y) = ([a.macs, a.parameters] + a.output, [b.macs, b.parameters] + b.output)
      return x.lexicographicallyPrecedes(y)
    }
  }

}

extension [Oracle.Tensor] {

  fileprivate var shapes: [[Int]] {
    map(\.shape).sorted { $0.lexicographicallyPrecedes($1) }
  }

}
