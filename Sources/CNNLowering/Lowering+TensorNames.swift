import CNNIR
import CNNSource

extension Lowering {

  /// Takes `names: (weight: "layer_scale")` out of a layer's arguments: the full names of tensors
  /// by the last components that they replace.
  mutating func takeTensorNames(
    from arguments: inout [EvaluatedArgument]
  ) throws(Failure) -> [String: ScopeName] {
    guard let index = arguments.firstIndex(where: { $0.label?.name == "names" }) else { return [:] }
    let argument = arguments.remove(at: index)
    if argument.value.isUnknown { throw .consequence }
    try charge(argument.value.weight, at: argument.range)
    guard case .tuple(let elements, let labels) = argument.value else {
      throw .mistake(.tensorNames(argument.range))
    }
    var result: [String: ScopeName] = [:]
    for (leaf, value) in zip(labels, elements.values) {
      guard let leaf, case .string(let name) = value, !name.isEmpty else {
        throw .mistake(.tensorNames(argument.range))
      }
      let path = names.path(name)
      if result.values.contains(where: { $0.text == path }) {
        throw .mistake(.sharedTensorName(path, argument.range))
      }
      result[leaf] = ScopeName(text: path, range: argument.range)
    }
    return result
  }

  /// Requires that no other layer has the tensors that `layer` names.
  func checkAreNew(_ tensorNames: [String: ScopeName]) throws(Failure) {
    for name in tensorNames.values where graph.tensor(named: name.text) != nil {
      let owner = graph.nodes.first { $0.parameters.flatMap(\.tensorNames).contains(name.text) }
      throw .mistake(.duplicateName(name.text, name.range, owner?.range ?? name.range))
    }
  }

  /// Requires that the layer that defines `value` has the tensors that it names, and that its
  /// others are not named by another layer.
  mutating func checkTensorNames(
    of value: ValueID, _ layer: Layer, named path: String, _ range: SourceRange
  ) throws(Failure) {
    if layer.tensorNames.isEmpty && givenTensorNames.isEmpty { return }
    guard let node = graph.node(value) else { return }
    let leaves = node.slots(in: graph).flatMap { $0.storage { $0 }.tensors.map(\.name) }
    for (leaf, name) in layer.tensorNames.sorted(by: { $0.key < $1.key }) {
      guard leaves.contains(leaf) else {
        throw .mistake(.unknownTensor(leaf, of: layer.op, leaves, name.range))
      }
      givenTensorNames[name.text] = name.range
    }
    for leaf in leaves where layer.tensorNames[leaf] == nil {
      let name = layer.tensorName(leaf, of: path)
      if let other = givenTensorNames[name] { throw .mistake(.duplicateName(name, range, other)) }
    }
  }

}
