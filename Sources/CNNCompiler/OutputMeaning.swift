import CNNIR

/// What the numbers of an output are, by the op that makes them.
package enum OutputMeaning: Sendable {
  /// Probabilities that add up to 1.
  case probabilities
  /// Probabilities, each on its own.
  case independentProbabilities
  case logProbabilities
  /// Any numbers; the larger, the likelier.
  case logits

  package init(of output: Graph.Output, in graph: Graph) {
    var node = graph.node(output.value)
    while let view = node, view.epilogue.isEmpty, view.op.isView {
      node = graph.node(view.operands[0])
    }
    switch node.map({ $0.epilogue.last?.mnemonic ?? $0.op.mnemonic }) {
    case "softmax": self = .probabilities
    case "sigmoid": self = .independentProbabilities
    case "logSoftmax": self = .logProbabilities
    default: self = .logits
    }
  }

  /// The plural of the numbers' name.
  var phrase: String {
    switch self {
    case .probabilities: "probabilities"
    case .independentProbabilities: "probabilities, each on its own"
    case .logProbabilities: "logarithms of probabilities"
    case .logits: "logits"
    }
  }

  /// Whether the softmax over the numbers says what they do not.
  var needsSoftmax: Bool {
    switch self {
    case .probabilities, .independentProbabilities: false
    case .logProbabilities, .logits: true
    }
  }

}
