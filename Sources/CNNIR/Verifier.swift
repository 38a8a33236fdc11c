/// A broken invariant of a graph: a mistake of the compiler, not of its user.
package struct InvariantViolation: Error, CustomStringConvertible {

  /// The invariant's number in `Graph.verify()`.
  package let invariant: Int
  package let message: String

  package var description: String { "invariant \(invariant): \(message)" }

}

extension Graph {

  /// Checks the invariants that every pass relies on and must keep:
  ///
  /// 1. Each value that a node reads is an input or a node that stands earlier in the order.
  /// 2. Names of inputs and nodes are unique, and so are names of tensors.
  /// 3. Each node has as many operands as its op takes, and the type that the op's rule gives.
  /// 4. Each node has one parameter expression for each slot, of the slot's shape, over declared
  ///    tensors.
  /// 5. The lists of users agree with what the nodes read.
  /// 6. There is an output, and each is an input or a node of the graph.
  /// 7. Each input's shape is valid.
  /// 8. Only nodes whose op accepts an epilogue have one, of ops that take the node's type and of
  ///    additions of values of that type.
  /// 9. Where there are several outputs, each has a name of its own.
  ///
  /// - Parameter verified: this graph before some change, without violations; what a node says of itself
  ///   is not checked again if neither it nor what it reads has changed since, nor are names that all stayed.
  /// - Throws: the first violation.
  package func verify(since verified: Graph? = nil) throws(InvariantViolation) {
    // Any node's parameters may depend on any tensor.
    let verified = verified.flatMap { $0.tensors == tensors ? $0 : nil }
    try verifyInputs()
    if !hasNames(of: verified) { try verifyNames() }
    // By raw identifier.
    var isDefined = Array(repeating: false, count: definitions.count)
    var uses = Array(repeating: [UseList.Use](), count: definitions.count)
    for input in inputs { isDefined[input.id.rawValue] = true }
    for node in nodes {
      for (position, operand) in node.reads.enumerated() {
        if !isDefined.holds(operand) {
          throw violation(1, node, "reads a value before it is made")
        }
        uses[operand.rawValue].append(
          UseList.Use(user: node.id, position: position, generation: node.generation))
      }
      isDefined[node.id.rawValue] = true
      if let verified, isUnchanged(node, since: verified) { continue }
      try verifyType(of: node)
      try verifyParameters(of: node)
      try verifyEpilogue(of: node)
    }
    for index in definitions.indices where isDefined[index] {
      try verifyUsers(of: ValueID(rawValue: index), uses[index])
    }
    try verifyOutputs(isDefined)
  }

  /// Whether a node and the types of all values that it reads are what they were.
  private func isUnchanged(_ node: Node, since old: Graph) -> Bool {
    guard node.id.rawValue < old.definitions.count, let before = old.node(node.id),
      node.isCopy(of: before)
    else { return false }
    return node.reads.allSatisfy { type(of: $0) == old.type(of: $0) }
  }

  private func verifyOutputs(_ isDefined: [Bool]) throws(InvariantViolation) {
    if outputs.isEmpty { throw InvariantViolation(invariant: 6, message: "no output") }
    var names: Set<String> = []
    for output in outputs where !isDefined.holds(output.value) || !isOutput(output.value) {
      throw InvariantViolation(invariant: 6, message: "an output is not a value of the graph")
    }
    for output in outputs where outputs.count > 1 {
      guard let name = output.name else {
        throw InvariantViolation(invariant: 9, message: "one of several outputs has no name")
      }
      if !names.insert(name).inserted {
        throw InvariantViolation(invariant: 9, message: "two outputs have the name '\(name)'")
      }
    }
  }

  /// Whether all inputs and nodes have the names that they had in a graph without violations and with the
  /// same tensors.
  private func hasNames(of old: Graph?) -> Bool {
    guard let old, inputs.map(\.name) == old.inputs.map(\.name) else { return false }
    return nodes.allSatisfy {
      $0.id.rawValue < old.definitions.count && old.node($0.id)?.name == $0.name
    }
  }

  private func verifyInputs() throws(InvariantViolation) {
    for input in inputs where !input.type.shape.isValid {
      let message = "input '\(input.name)' has the shape \(input.type.shape)"
      throw InvariantViolation(invariant: 7, message: message)
    }
  }

  private func verifyNames() throws(InvariantViolation) {
    var names = Set(inputs.map(\.name))
    if names.count < inputs.count {
      throw InvariantViolation(invariant: 2, message: "two inputs have the same name")
    }
    for node in nodes where !names.insert(node.name).inserted {
      throw violation(2, node, "has the name of another value")
    }
    if Set(tensors.map(\.name)).count < tensors.count {
      throw InvariantViolation(invariant: 2, message: "two tensors have the same name")
    }
  }

  private func verifyType(of node: Node) throws(InvariantViolation) {
    let type: TensorType
    do throws(OpFault) {
      type = try node.op.checkedResultType(for: node.operandTypes(in: self))
    } catch {
      throw violation(3, node, error.message)
    }
    if type != node.type { throw violation(3, node, "has type \(node.type) instead of \(type)") }
  }

  private func verifyEpilogue(of node: Node) throws(InvariantViolation) {
    if !node.epilogue.isEmpty, !node.op.acceptsEpilogue {
      throw violation(8, node, "applies ops to its result, which \(node.op.mnemonic) cannot")
    }
    for step in node.epilogue {
      do throws(OpFault) {
        try step.check(appliesTo: node.type, in: self)
      } catch {
        throw violation(8, node, error.message)
      }
    }
  }

  private func verifyParameters(of node: Node) throws(InvariantViolation) {
    let slots = node.slots(in: self)
    if slots.count != node.parameters.count {
      throw violation(4, node, "has \(node.parameters.count) parameters for \(slots.count) slots")
    }
    // A closure that captured the graph would copy it at every level of an expression.
    let (tensors, indices) = (tensors, tensorIndices)
    for (slot, parameter) in zip(slots, node.parameters) {
      guard let shape = parameter.shape(of: { (name) in indices[name].map { tensors[$0].shape } })
      else {
        throw violation(4, node, "'\(slot.name)' = \(parameter) has no shape")
      }
      if shape != slot.shape {
        throw violation(4, node, "'\(slot.name)' has shape \(shape) instead of \(slot.shape)")
      }
    }
  }

  /// - Parameter actual: how nodes read the value.
  private func verifyUsers(
    of value: ValueID, _ actual: [UseList.Use]
  ) throws(InvariantViolation) {
    let list = usesOfValue[value.rawValue]
    let recorded = list.staleCount == 0 ? list.uses : list.uses.filter(holds)
    // Mostly in the same order.
    guard recorded.count == actual.count, list.count == actual.count,
      recorded == actual || Set(recorded) == Set(actual)
    else {
      let message = "the users of '\(name(of: value))' disagree with the operands"
      throw InvariantViolation(invariant: 5, message: message)
    }
  }

  private func violation(_ invariant: Int, _ node: Node, _ message: String) -> InvariantViolation {
    InvariantViolation(invariant: invariant, message: "'\(node.name)' \(message)")
  }

}

extension [Bool] {

  /// The flag of a value, which need not be one of the graph.
  fileprivate func holds(_ value: ValueID) -> Bool {
    indices.contains(value.rawValue) && self[value.rawValue]
  }

}
