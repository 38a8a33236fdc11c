import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let foldNormalization = Pass(
    "fold-normalization",
    "Folds each batch norm, scale or number into the layer after it, where its padding allows.",
    rule: """
      Folds a scale into any `conv`, `convTranspose`, `deformConv` or `linear` after it, but a shift only where the layer sees every
      tap on its input: in a `conv` without padding or a `linear`, also through a `flatten`. Elsewhere the zeros around the input
      would be shifted too, which is why pre-activation networks keep their norms.

      Not where anything else reads the result, nor where an expression would nest more than 200 deep.
      """,
    .transformation { (graph, remarks) in
      for id in graph.nodeIDs {
        guard let node = graph.node(id), let affine = ChannelAffine(node, in: graph) else {
          continue
        }
        graph.fold(node, affine, &remarks)
      }
    })

}

extension Graph {

  /// Makes the layer that alone reads `node` do what `node` does before it, if it can.
  fileprivate mutating func fold(
    _ node: Node, _ affine: ChannelAffine, _ remarks: inout Remarks
  ) {
    guard !isOutput(node.id), let reader = users(of: node.id).first.flatMap({ self.node($0) })
    else { return }
    let isFlattened = reader.op is Flatten
    let layer = isFlattened ? users(of: reader.id).first.flatMap { self.node($0) } : reader
    guard let layer, layer.op is any WeightedOp, !isFlattened || layer.op is Linear else { return }
    do throws(FoldingObstacle) {
      let isRead = isOnlyUser(reader.id, of: node.id) && reader.operands[0] == node.id
      guard isRead, !isFlattened || isOnlyUser(layer.id, of: reader.id) else {
        throw FoldingObstacle(reason: "its result is read elsewhere too")
      }
      let channels = isFlattened ? affine.flattened(node.type) : affine
      let (op, parameters) = try layer.preceded(by: channels, in: self)
      try checkDepth(of: parameters)
      replace(layer.id, with: op, parameters)
      replaceUses(of: node.id, with: node.operands[0])
      erase(node.id)
    } catch {
      remarks.missed(node, "folded into *", layer, because: error.reason)
    }
  }

}

extension ChannelAffine {

  /// The same for the elements of a flattened tensor of type `type`, as channels.
  fileprivate func flattened(_ type: TensorType) -> ChannelAffine {
    let (channels, area) = (type.channels, type.shape.dropFirst(2).reduce(1, *))
    func repeated(_ part: ParameterExpression?) -> ParameterExpression? {
      guard let part, area > 1 else { return part }
      if case .constant = part { return part }
      let rows = ParameterExpression.reshape(part, Shape(channels, 1))
      return .reshape(.broadcast(rows, Shape(channels, area)), Shape(channels * area))
    }
    var result = self
    result.center = repeated(center)
    result.scale = repeated(scale)
    result.shift = repeated(shift)
    return result
  }

}

extension Node {

  /// The layer with the affine map before it in its weight and bias.
  ///
  /// With `x scale + offset` for each channel: `w' = w scale`, and to the bias comes the sum of
  /// `w offset` over each filter. Zeros around the input stay zeros under a scale, but an offset would
  /// not reach them.
  fileprivate func preceded(
    by affine: ChannelAffine, in graph: Graph
  ) throws(FoldingObstacle) -> (op: any Op, parameters: [ParameterExpression]) {
    guard var layer = op as? any WeightedOp else { return (op, parameters) }
    let input = graph.type(of: operands[0])
    guard !(layer is Linear) || input.shape.count == 2 || affine.isUniform else {
      throw FoldingObstacle(reason: "it acts on the last axis, not on the channels")
    }
    let shape = slots(in: graph)[0].shape
    let weight =
      affine.scale.map { layer.scaleChannels(of: parameters[0], shape, by: $0) } ?? parameters[0]
    guard let offset = affine.offset else {
      return (layer, [weight] + parameters.dropFirst())
    }
    guard layer.seesOnlyInput(input) else {
      throw FoldingObstacle(reason: "its zero padding or moved taps would not be shifted")
    }
    let products = layer.scaleChannels(of: parameters[0], shape, by: offset)
    let sums = ParameterExpression.reshape(.sum(products), Shape(shape[0]))
    let bias = layer.bias ? parameters[1] + sums : sums
    layer.bias = true
    return (layer, [weight, bias])
  }

}
