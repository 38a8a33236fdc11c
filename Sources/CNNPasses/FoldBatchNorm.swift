import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let foldBatchNorm = Pass(
    "fold-batch-norm",
    "Folds each batch norm, scale or number into the layer before it, and chains of them into one.",
    rule: """
      Takes `batchNorm`, `scale`, and `add` and `mul` with a number, as `(x - center) scale + shift` for each channel. They go into a
      `conv`, `convTranspose`, `deformConv` or, over two axes, `linear` before them, whatever the padding. What has no such layer
      before it, and follows another of its kind, becomes one `scale` with it.

      Not where the value in between is an output, is read elsewhere too or has an epilogue, nor where an expression would nest more
      than 200 deep, the limit of the text form. Shared weights are no obstacle: the expressions of a node are its own.
      """,
    .transformation { (graph, remarks) in
      for id in graph.nodeIDs {
        // A norm folded earlier may have changed what this node reads.
        guard let node = graph.node(id), let affine = ChannelAffine(node, in: graph),
          let producer = graph.node(node.operands[0])
        else { continue }
        graph.fold(node, affine, into: producer, &remarks)
      }
    })

}

extension Graph {

  /// Makes `producer` do what `node` does after it, if it can.
  fileprivate mutating func fold(
    _ node: Node, _ affine: ChannelAffine, into producer: Node, _ remarks: inout Remarks
  ) {
    let isChain = ChannelAffine(producer, in: self) != nil
    guard isChain || producer.op is any WeightedOp else {
      if producer.op is Concat || producer.op is Add {
        remarks.missed(
          node, "folded into *", producer,
          because: "it would have to go into every layer before the \(producer.op.mnemonic)")
      }
      return
    }
    if let obstacle = obstacle(between: producer, and: node) {
      return remarks.missed(node, "folded into *", producer, because: obstacle)
    }
    do throws(FoldingObstacle) {
      let (op, parameters) =
        isChain
        ? try producer.chained(to: node, affine, in: self)
        : try producer.absorbing(affine, in: self)
      try checkDepth(of: parameters)
      replace(producer.id, with: op, parameters)
      replaceUses(of: node.id, with: producer.id)
      erase(node.id)
    } catch {
      remarks.missed(node, "folded into *", producer, because: error.reason)
    }
  }

}

/// Why an op cannot be folded into another: a phrase.
struct FoldingObstacle: Error {
  let reason: String
}

/// - Throws: when an expression nests too deep to be read back.
func checkDepth(of parameters: [ParameterExpression]) throws(FoldingObstacle) {
  for parameter in parameters where parameter.depth > ParameterExpression.depthLimit {
    throw FoldingObstacle(
      reason: "its parameters would nest more than \(ParameterExpression.depthLimit) deep")
  }
}

extension Graph {

  /// What keeps `producer` from being merged with the only node that should read it: a phrase.
  func obstacle(between producer: Node, and user: Node) -> String? {
    if isOutput(producer.id) { return "the value in between is an output" }
    if !isOnlyUser(user.id, of: producer.id) { return "the value in between is read elsewhere too" }
    if !producer.epilogue.isEmpty { return "more is done to the value in between" }
    return nil
  }

}

extension Node {

  /// The layer with the affine map after it in its weight and bias.
  ///
  /// With `y = (x - center) scale + shift` for each filter: `w' = w scale` and
  /// `b' = (b - center) scale + shift`. The expressions belong to this node alone, so weights that it
  /// shares with another stay as they are there.
  fileprivate func absorbing(
    _ affine: ChannelAffine, in graph: Graph
  ) throws(FoldingObstacle) -> (op: any Op, parameters: [ParameterExpression]) {
    guard var layer = op as? any WeightedOp else { return (op, parameters) }
    guard layer.hasFilterChannels(type) || affine.isUniform else {
      throw FoldingObstacle(reason: "its features are the last axis, not the channels")
    }
    let shape = slots(in: graph)[0].shape
    let weight =
      affine.scale.map { layer.scaleFilters(of: parameters[0], shape, by: $0) } ?? parameters[0]
    let bias = affine(layer.bias ? parameters[1] : nil)
    layer.bias = bias != nil
    guard let bias else { return (layer, [weight]) }
    let filters = layer.parameters(for: operandTypes(in: graph))[1].shape[0]
    return (layer, [weight, bias.perChannel(filters)])
  }

  /// One scale, and perhaps a shift, that does what this affine map and `next` after it do.
  fileprivate func chained(
    to node: Node, _ next: ChannelAffine, in graph: Graph
  ) throws(FoldingObstacle) -> (op: any Op, parameters: [ParameterExpression]) {
    guard let first = ChannelAffine(self, in: graph), type.shape.count >= 2 else {
      throw FoldingObstacle(reason: "there are no channels to scale")
    }
    var op = Scale()
    let offset = next(first.offset)
    op.bias = offset != nil
    let factors = [first.scale, next.scale].compactMap(\.self)
    let scale = factors.dropFirst().reduce(factors.first ?? .constant(1)) { $0 * $1 }
    let channels = type.channels
    let shape = op.parameters(for: operandTypes(in: graph))[0].shape
    let parameters = [scale, offset].compactMap(\.self).map {
      $0.perChannel(channels).reshaped(to: shape, from: Shape(channels))
    }
    return (op, parameters)
  }

}
