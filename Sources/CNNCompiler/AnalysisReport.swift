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
    /// The ops that are applied to the result as it is stored, in order.
    package let fused: [String]
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
    guard let costs = manager.analyses.costs else {
      preconditionFailure("the analysis counts costs")
    }
    guard let first = graph.inputs.first else { preconditionFailure("a network has an input") }
    network = graph.name
    // A scalar, which IR text may have, is a batch of one.
    batch = first.type.shape.first ?? 1
    inputs = graph.inputs.map {
      Input(name: $0.name, shape: $0.type.shape.withoutBatch.extents)
    }
    input = first.type.shape.withoutBatch.extents
    layers = graph.nodes.map { (node) in
      let cost = costs[node.id]
      return Layer(
        name: node.name, op: node.op.mnemonic, outputShape: node.type.shape.withoutBatch.extents,
        parameters: cost.parameters, buffers: cost.buffers, macs: cost.multiplyAdds,
        weightSize: node.weightFormula(in: graph, costs), fused: node.epilogue.map(\.mnemonic))
    }
    totals = Totals(
      parameters: costs.total.parameters, buffers: costs.total.buffers,
      macs: costs.total.multiplyAdds)
  }

}

extension Node {

  /// The number of parameters that count here as a formula: the op's own, or the extents of the
  /// tensors where an earlier layer shares some or other layers' are folded in.
  fileprivate func weightFormula(in graph: Graph, _ costs: CostTable) -> String {
    let trained = costs.tensors(of: id).filter { !$0.role.isBuffer }
    let owned = slots(in: graph).flatMap { $0.storage(\.self).tensors }.filter { !$0.role.isBuffer }
    if trained.map(\.shape) == owned.map(\.shape) {
      return op.weightFormula(for: operandTypes(in: graph))
    }
    let terms = trained.map { (tensor) in
      let product = tensor.shape.map(String.init).joined(separator: " x ")
      return tensor.shape.count > 1 && trained.count > 1 ? "(\(product))" : product
    }
    return terms.isEmpty ? "0" : terms.joined(separator: " + ")
  }

}
