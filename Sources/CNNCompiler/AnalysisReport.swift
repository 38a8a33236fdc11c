import CNNIR
import CNNPasses

/// The table that every lecture draws: what each layer makes, stores and computes.
public struct AnalysisReport: Sendable, Encodable {

  /// One layer, in the order of execution.
  public struct Layer: Sendable, Encodable {
    /// The name of the layer, as the path of scopes.
    public let name: String
    /// The name of the operator.
    public let op: String
    /// The extents without the batch.
    public let outputShape: [Int]
    /// Trained numbers; those of a shared layer count at its first use.
    public let parameters: Int
    /// Stored numbers that are not trained.
    public let buffers: Int
    /// Multiply-adds over the whole batch.
    public let macs: Int
    /// The number of parameters as a formula.
    public let weightSize: String
    /// The ops that are applied to the result as it is stored, in order.
    public let fused: [String]
  }

  /// An input of the network.
  public struct Input: Sendable, Encodable {
    /// The name in the network.
    public let name: String
    /// The extents without the batch.
    public let shape: [Int]
  }

  /// The sums over all layers.
  public struct Totals: Sendable, Encodable {
    /// Trained numbers.
    public let parameters: Int
    /// Stored numbers that are not trained.
    public let buffers: Int
    /// Multiply-adds over the whole batch.
    public let macs: Int
  }

  /// The version of the JSON form.
  public let schema = 1
  /// The name of the network.
  public let network: String
  /// The number of inputs that are worked on at once.
  public let batch: Int
  /// The extents of the first input without the batch.
  public let input: [Int]
  /// All inputs.
  public let inputs: [Input]
  /// The layers, in the order of execution.
  public let layers: [Layer]
  /// The sums over all layers.
  public let totals: Totals

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
