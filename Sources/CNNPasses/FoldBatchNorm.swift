import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let foldBatchNorm = Pass(
    "fold-batch-norm", "Folds each batch norm into the convolution that alone feeds it.",
    .transformation { (graph) in
      for id in graph.nodes.map(\.id) {
        // A norm folded earlier may have changed what this node reads.
        guard let norm = graph.node(id), let op = norm.op as? BatchNorm,
          let convolution = graph.node(norm.operands[0]),
          convolution.canAbsorb(norm, in: graph),
          let (folded, parameters) = convolution.folding(op, norm.parameters, in: graph),
          parameters.allSatisfy({ $0.depth <= ParameterExpression.depthLimit })
        else { continue }
        graph.replace(convolution.id, with: folded, parameters)
        graph.replaceUses(of: norm.id, with: convolution.id)
        graph.erase(norm.id)
      }
    })

}

extension Node {

  /// The convolution with the norm in its weight and bias, or `nil` when the op is no convolution.
  ///
  /// With `s = gamma / sqrt(variance + epsilon)` for each filter: `w' = w s` and
  /// `b' = (b - mean) s + beta`. The expressions belong to this node alone, so weights that it
  /// shares with another stay as they are there.
  fileprivate func folding(
    _ norm: BatchNorm, _ normParameters: [ParameterExpression], in graph: Graph
  ) -> (op: any Op, parameters: [ParameterExpression])? {
    guard var conv = op as? Conv else { return nil }
    let statistics = Array(normParameters.suffix(2))
    let (mean, variance) = (statistics[0], statistics[1])
    let gamma = norm.affine ? normParameters[0] : .constant(1)
    let scale = gamma / .squareRoot(variance + .constant(norm.epsilon))

    let ones = Array(repeating: 1, count: slots(in: graph)[0].shape.count - 1)
    let weight = parameters[0] * .reshape(scale, Shape([conv.filters] + ones))
    let centered = (conv.bias ? parameters[1] : .constant(0)) - mean
    let bias = norm.affine ? centered * scale + normParameters[1] : centered * scale
    conv.bias = true
    return (conv, [weight, bias])
  }

}
