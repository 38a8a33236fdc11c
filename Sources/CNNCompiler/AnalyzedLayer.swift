import CNNIR
import CNNOps
import CNNPasses
import CNNSource

/// A layer of an analysed network, or several of a block: the entry of the JSON form.
public struct AnalyzedLayer: Sendable {

  /// The name of the layer, as the path of scopes.
  public internal(set) var name: String
  /// The name of the operator.
  public internal(set) var op: String
  /// The ops that are applied to the result as it is stored, in order.
  public internal(set) var fused: [String]
  /// How many layers these are.
  public internal(set) var layerCount = 1
  /// The extents of the first operand, without the batch.
  public internal(set) var inputShape: [Int]
  /// The extents of the result, without the batch.
  public internal(set) var outputShape: [Int]
  /// How many further operands there are.
  package var furtherOperands: Int

  /// The geometry of a window, by spatial axis; none for an op without one.
  package var windows: [Window]?
  /// Into how many parts the channels fall.
  package var groups: Int?

  /// The number of parameters as a formula.
  public internal(set) var weightSize: String
  package var costs: AnalyzedCosts

  /// The bytes of the result.
  public internal(set) var activationBytes: Int
  /// The bytes of the operands, the results and the tensors that count here; none of a view, which is its
  /// operand.
  package var trafficBytes: Int
  /// The bytes of the values that are alive while the layer runs.
  public internal(set) var liveBytes: Int

  package var field: AnalyzedField?

  /// How long the layer takes at least, where that was asked for.
  package var estimate: LayerEstimate?

  /// Trained numbers; those of a shared layer count at its first use.
  public var parameters: Int { costs.parameters }
  /// Stored numbers that are not trained.
  public var buffers: Int { costs.buffers }
  /// Multiply-adds over the whole batch.
  public var macs: Int { costs.macs }

  /// FLOPs for each byte that is read or written, if every value and tensor is moved once.
  package var arithmeticIntensity: Double {
    trafficBytes == 0 ? 0 : Double(costs.flops) / Double(trafficBytes)
  }

}

extension AnalyzedGraph {

  /// The layers in the order of execution.
  ///
  /// - Throws: a `Diagnostic` when a count exceeds 64 bits.
  func layers() throws -> [AnalyzedLayer] {
    try zip(graph.nodes, memory.sizes).map { (node, live) in
      let types = node.operandTypes(in: graph)
      let costs = try AnalyzedCosts(costs[node.id], at: node)
      let values = node.op.isView ? [] : (node.reads.map(graph.type(of:)) + [node.type])
      let traffic = checkedSum(values.map(\.shape.elementCount)).flatMap { bytes(of: $0) }
        .flatMap { checkedSum([$0, costs.weightBytes]) }
      guard let traffic, let live = bytes(of: live) else { throw countOverflow(at: node) }
      let windowed = node.op as? any WindowedOp
      return AnalyzedLayer(
        name: node.name, op: node.op.mnemonic, fused: node.epilogue.map(\.mnemonic),
        inputShape: types.first?.shape.withoutBatch.extents ?? [],
        outputShape: node.type.shape.withoutBatch.extents,
        furtherOperands: node.operands.count - 1,
        windows: windowed.map { $0.windowAttributes.unchecked(over: types[0]) },
        groups: node.op.attribute("groups").flatMap(Int.init(attribute:)),
        weightSize: node.weightFormula(in: graph, self.costs), costs: costs,
        activationBytes: node.type.shape.elementCount * MemoryLayout<Float>.size,
        trafficBytes: traffic, liveBytes: live, field: AnalyzedField(fields[node.id]))
    }
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

// MARK: - Blocks

extension AnalyzedLayer {

  /// The layers whose paths agree in the first `depth` components taken together, in the order of the
  /// first of each.
  ///
  /// - Throws: a `Diagnostic` when a count exceeds 64 bits.
  static func blocks(of layers: [AnalyzedLayer], depth: Int) throws -> [AnalyzedLayer] {
    var order: [String] = []
    var blocks: [String: [AnalyzedLayer]] = [:]
    for layer in layers {
      let name = blockName(of: layer.name, depth: depth)
      if blocks[name] == nil { order.append(name) }
      blocks[name, default: []].append(layer)
    }
    return try order.map { try block(of: blocks[$0] ?? [], name: $0) }
  }

  /// The first `depth` components of a layer's path.
  static func blockName(of layer: String, depth: Int) -> String {
    layer.split(separator: ".", omittingEmptySubsequences: false).prefix(depth)
      .joined(separator: ".")
  }

  /// The layers of a block as one; a single layer stays what it is.
  private static func block(of layers: [AnalyzedLayer], name: String) throws -> AnalyzedLayer {
    guard layers.count > 1, let first = layers.first, let last = layers.last else {
      return layers[0]
    }
    var block = last
    block.name = name
    block.op = "block"
    block.fused = []
    block.layerCount = layers.count
    (block.inputShape, block.furtherOperands) = (first.inputShape, first.furtherOperands)
    (block.windows, block.groups) = (nil, nil)
    let formulas = layers.map(\.weightSize).filter { $0 != "0" }
    block.weightSize = formulas.count > 1 ? "" : formulas.first ?? "0"
    let activations = checkedSum(layers.map(\.activationBytes))
    let traffic = checkedSum(layers.map(\.trafficBytes))
    guard let costs = try AnalyzedCosts(sumOf: layers.map(\.costs)), let activations, let traffic
    else { throw countOverflow(of: name) }
    block.costs = costs
    (block.activationBytes, block.trafficBytes) = (activations, traffic)
    block.liveBytes = layers.map(\.liveBytes).max() ?? 0
    let times = layers.compactMap(\.estimate)
    let memoryTime = times.filter(\.isMemoryBound).reduce(0) { $0 + $1.microseconds }
    let time = times.reduce(0) { $0 + $1.microseconds }
    block.estimate =
      times.isEmpty
      ? nil : LayerEstimate(microseconds: time, isMemoryBound: 2 * memoryTime > time)
    return block
  }

}
