import CNNIR
import CNNOps
import CNNSource

extension Graph {

  /// The tensors of the network in the order in which darknet writes them, layer by layer: of a
  /// convolution the bias, or that of its norm and the norm's other numbers, then the weight; of a
  /// dense layer the weight before the norm's other numbers.
  ///
  /// - Throws: all layers that darknet does not have in this form.
  package func darknetOrder() throws(DiagnosticSet) -> [NamedTensor] {
    var order: [NamedTensor] = []
    var done: Set<String> = []
    var diagnostics = DiagnosticSet()
    for node in nodes where !node.parameters.isEmpty {
      // A norm belongs to the layer before it, and a shared layer stands in the file once.
      if tensorNames(of: node).allSatisfy({ done.contains($0.value) }) { continue }
      guard let names = darknetNames(of: node) else {
        diagnostics.insert(.notDarknet(node, in: self))
        continue
      }
      done.formUnion(names)
      order += names.compactMap { tensor(named: $0) }
    }
    if diagnostics.containsError { throw diagnostics }
    return order
  }

  /// The names of a layer's tensors, in order, or `nil` if darknet has no such layer.
  private func darknetNames(of node: Node) -> [String]? {
    let own = tensorNames(of: node)
    let norm = onlyNorm(behind: node).map { tensorNames(of: $0) }
    let others = ["weight", "running_mean", "running_var"]
    let names: [String?]
    switch (node.op, norm) {
    case (is Conv, nil), (is Linear, nil): names = [own["bias"], own["weight"]]
    case (is Conv, let norm?): names = [norm["bias"]] + others.map { norm[$0] } + [own["weight"]]
    case (is Linear, let norm?): names = [norm["bias"], own["weight"]] + others.map { norm[$0] }
    case (is BatchNorm, nil): names = [own["bias"]] + others.map { own[$0] }
    default: return nil
    }
    let found = names.compactMap { $0 }
    // Neither may anything be missing, nor left over such as a bias beside a norm.
    return found.count == names.count && found.count == own.count + (norm?.count ?? 0) ? found : nil
  }

  /// The names of a node's tensors by their last component.
  private func tensorNames(of node: Node) -> [String: String] {
    let pairs = zip(node.slots(in: self), node.parameters).flatMap { (slot, parameter) in
      parameter.tensorNames.map { (name) in
        (parameter == .tensor(name) ? slot.name : "part of \(slot.name): \(name)", name)
      }
    }
    return Dictionary(pairs) { (first, _) in first }
  }

  /// The batch norm that alone reads the result of a convolution or dense layer.
  private func onlyNorm(behind node: Node) -> Node? {
    let readers = users(of: node.id)
    guard node.op is Conv || node.op is Linear, readers.count == 1, !isOutput(node.id),
      let reader = self.node(readers[0]), reader.op is BatchNorm
    else { return nil }
    return reader
  }

}

extension Diagnostic {

  fileprivate static func notDarknet(_ node: Node, in graph: Graph) -> Self {
    let message =
      "darknet's files have no place for '\(node.name)': only for conv and linear, with a bias or a "
      + "batchNorm, and for batchNorm"
    return Self(
      .error, "not-darknet", message, at: node.range.map { .source($0) } ?? .commandLine)
  }

}
