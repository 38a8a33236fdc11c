import CNNIR
import CNNPasses

/// The table that every lecture draws: what each layer makes, stores and computes.
package struct AnalysisReport: Sendable, Encodable {

  /// One layer, in the order of execution.
  package struct Layer: Sendable, Encodable {
    package let name: String
    package let op: String
    /// The extents without the batch.
    package let outputShape: [Int]
    /// Trained numbers; those of a shared layer count at its first use.
    package let parameters: Int
    /// Stored numbers that are not trained.
    package let buffers: Int
    /// Multiply-adds over the whole batch.
    package let macs: Int
    /// The number of parameters as a formula.
    package let weightSize: String
  }

  package struct Input: Sendable, Encodable {
    package let name: String
    package let shape: [Int]
  }

  package struct Totals: Sendable, Encodable {
    package let parameters: Int
    package let buffers: Int
    package let macs: Int
  }

  /// The version of the JSON form.
  package let schema = 1
  package let network: String
  package let batch: Int
  /// The extents of the first input without the batch.
  package let input: [Int]
  package let inputs: [Input]
  package let layers: [Layer]
  package let totals: Totals

  /// Analyses a network as it is written.
  ///
  /// - Throws: a `Diagnostic` when a count exceeds 64 bits.
  package init(_ graph: Graph) throws {
    var manager = PassManager(graph)
    try manager.run(.analysis)
    let graph = manager.graph
    let costs = try manager.analyses.costs ?? CostTable(graph)
    network = graph.name
    batch = graph.inputs.first?.type.shape.first ?? 1
    inputs = graph.inputs.map {
      Input(name: $0.name, shape: $0.type.shape.withoutBatch.extents)
    }
    input = inputs.first?.shape ?? []
    layers = graph.nodes.map { (node) in
      let cost = costs[node.id]
      return Layer(
        name: node.name, op: node.op.mnemonic, outputShape: node.type.shape.withoutBatch.extents,
        parameters: cost.parameters, buffers: cost.buffers, macs: cost.multiplyAdds,
        weightSize: node.op.weightFormula(for: node.operandTypes(in: graph)))
    }
    totals = Totals(
      parameters: costs.total.parameters, buffers: costs.total.buffers,
      macs: costs.total.multiplyAdds)
  }

}
