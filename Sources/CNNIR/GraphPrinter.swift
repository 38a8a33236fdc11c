extension Graph: CustomStringConvertible {

  /// The graph as IR text. Reading it and printing again gives the same text.
  ///
  /// A parameter that is a tensor of the node's own, under the name that its slot gives, goes
  /// without saying; every other one is written out and its tensors are declared on top.
  package var description: String {
    let arguments = inputs.map { "%\(irName($0.name)): \($0.type)" }.joined(separator: ", ")
    var lines = ["graph \(irName(name))(\(arguments)) {"]
    for input in inputs {
      guard let preprocessing = input.preprocessing else { continue }
      lines.append("  preprocess %\(irName(input.name)) \(preprocessing)")
    }
    let implied = impliedTensors
    for tensor in usedTensors where !implied.contains(tensor.name) {
      lines.append(
        "  parameter @\(irName(tensor.name)): f32[\(tensor.shape)] \(tensor.role.rawValue)")
    }
    for node in nodes { lines.append("  " + line(for: node)) }
    let results = outputs.map { (output) in
      (output.name.map { irName($0) + ": " } ?? "") + "%" + irName(name(of: output.value))
    }
    lines.append("  return \(results.joined(separator: ", "))")
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// The line of IR text for a node, without indentation.
  package func line(for node: Node) -> String {
    var text = "%\(irName(node.name)) = \(node.op.mnemonic) "
    text += node.operands.map { "%" + irName(name(of: $0)) }.joined(separator: ", ")
    text += attributeText(node.op.attributes)
    let slots = node.slots(in: self)
    if !hasImpliedParameters(node, slots) {
      let pairs = zip(slots, node.parameters).map { "\($0.name) = \($1)" }
      text += " with " + pairs.joined(separator: ", ")
    }
    for step in node.epilogue {
      switch step {
      case .apply(let op): text += " then \(op.mnemonic)\(attributeText(op.attributes))"
      case .add(let value): text += " then add %\(irName(name(of: value)))"
      }
    }
    return text + " : \(node.type)"
  }

  /// Whether the node's parameters are exactly the tensors that its slots would declare.
  private func hasImpliedParameters(_ node: Node, _ slots: [ParameterSlot]) -> Bool {
    zip(slots, node.parameters).allSatisfy { (slot, parameter) in
      let (tensors, value) = slot.storage { Self.tensorName($0, of: node.name) }
      return parameter == value && tensors.allSatisfy { tensor(named: $0.name) == $0 }
    }
  }

  /// The names of the tensors that reading the nodes will declare before another node reads them.
  private var impliedTensors: Set<String> {
    var names: Set<String> = []
    var read: Set<String> = []
    for node in nodes {
      let slots = node.slots(in: self)
      let own = Set(node.parameters.flatMap(\.tensorNames))
      if hasImpliedParameters(node, slots) { names.formUnion(own.filter { !read.contains($0) }) }
      read.formUnion(own)
    }
    return names
  }

}

/// Attributes as IR text writes them, with a blank before them.
func attributeText(_ attributes: [(name: String, value: AttributeValue)]) -> String {
  if attributes.isEmpty { return "" }
  return " {" + attributes.map { "\($0.name) = \($0.value)" }.joined(separator: ", ") + "}"
}

/// `name` as IR text writes it: bare if it is made of letters, digits, `_` and `.`, else quoted.
package func irName(_ name: String) -> String {
  !name.isEmpty && name.utf8.allSatisfy(isIRNameByte) ? name : quoted(name)
}

/// Whether a byte may stand in an unquoted name of IR text.
func isIRNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
    true
  default: false
  }
}
