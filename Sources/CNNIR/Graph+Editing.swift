import CNNSource

extension Graph {

  /// Adds an input.
  package mutating func addInput(
    _ name: String, _ type: TensorType, at range: SourceRange? = nil
  ) -> ValueID {
    let id = newID(.input(inputs.count))
    inputs.append(Input(id: id, name: name, type: type, range: range))
    return id
  }

  /// Says what is done to a picture before it enters `input`.
  ///
  /// - Requires: `input` is an input.
  package mutating func setPreprocessing(_ preprocessing: Preprocessing, of input: ValueID) {
    guard case .input(let index) = definitions[input.rawValue] else {
      preconditionFailure("only an input takes pictures")
    }
    inputs[index].preprocessing = preprocessing
  }

  /// Names `value` as a result of the graph.
  package mutating func addOutput(_ value: ValueID, name: String? = nil) {
    outputsOfValue[value, default: []].append(outputs.count)
    outputs.append(Output(name: name, value: value))
  }

  /// Makes these values, under these names, the results of the graph, instead of those that are.
  package mutating func setOutputs(_ outputs: [(value: ValueID, name: String?)]) {
    self.outputs = []
    outputsOfValue = [:]
    for (value, name) in outputs { addOutput(value, name: name) }
  }

  /// Declares a tensor that parameters may read. A tensor that is already declared stays.
  package mutating func declare(_ tensor: NamedTensor) {
    guard tensorIndices[tensor.name] == nil else { return }
    tensorIndices[tensor.name] = tensors.count
    tensors.append(tensor)
  }

  /// Appends a node whose parameters are tensors of its own: `name.weight` and so on, unless
  /// `tensorNames` gives another name for the last component.
  ///
  /// - Throws: the constraint of `op` that the operands or attributes break.
  @discardableResult
  package mutating func append(
    _ op: any Op, _ operands: [ValueID], name: String, tensorNames: [String: String] = [:],
    at range: SourceRange? = nil
  ) throws(OpFault) -> ValueID {
    let types = operands.map { type(of: $0) }
    let result = try op.checkedResultType(for: types)
    let parameters = op.parameters(for: types).map { (slot) -> ParameterExpression in
      let (tensors, value) = slot.storage { tensorNames[$0] ?? Self.tensorName($0, of: name) }
      for tensor in tensors { declare(tensor) }
      return value
    }
    return append(op, operands, parameters, type: result, name: name, at: range)
  }

  /// Appends a node with the given parameters and fused ops.
  package mutating func append(
    _ op: any Op, _ operands: [ValueID], _ parameters: [ParameterExpression],
    epilogue: [EpilogueStep] = [], type: TensorType, name: String, at range: SourceRange? = nil
  ) -> ValueID {
    let node = Node(
      id: ValueID(rawValue: definitions.count), name: name, op: op, operands: operands,
      parameters: parameters, epilogue: epilogue, type: type, range: range)
    let id = newID(.node(node))
    order.append(id)
    addUses(of: node)
    return id
  }

  private mutating func addUses(of node: Node) {
    for (position, value) in node.reads.enumerated() {
      usesOfValue[value.rawValue].append(
        UseList.Use(user: node.id, position: position, generation: node.generation))
    }
  }

  /// The name of the tensor of the layer `layer` whose last component is `leaf`.
  package static func tensorName(_ leaf: String, of layer: String) -> String { "\(layer).\(leaf)" }

  /// Gives the node of `value` another op and other parameters, of the same operands, and perhaps another
  /// type, which its users have to suit.
  package mutating func replace(
    _ value: ValueID, with op: any Op, _ parameters: [ParameterExpression],
    type: TensorType? = nil
  ) {
    update(value) { (node) in
      node.op = op
      node.parameters = parameters
      if let type { node.type = type }
    }
  }

  /// Makes the node of `value` do what another does, which is erased: its op, operands, parameters,
  /// epilogue, name and place in the text. It keeps its own users, and its place in the order.
  ///
  /// - Requires: only `value`, if anybody, reads the other's result, and the types are equal.
  package mutating func replace(_ value: ValueID, withContentOf other: ValueID) {
    guard let content = node(other) else { preconditionFailure("only a node has content") }
    changeReads(of: value) { (node) in
      node.op = content.op
      node.operands = content.operands
      node.parameters = content.parameters
      node.epilogue = content.epilogue
      node.name = content.name
      node.range = content.range
    }
    erase(other)
  }

  /// Gives the node of `value` other operands, of which its op makes the same type.
  package mutating func setOperands(_ operands: [ValueID], of value: ValueID) {
    changeReads(of: value) { $0.operands = operands }
  }

  /// Does `steps` to each element that the node of `value` stores.
  package mutating func appendToEpilogue(_ steps: [EpilogueStep], of value: ValueID) {
    guard let node = node(value) else { preconditionFailure("only a node has an epilogue") }
    for (position, addend) in steps.compactMap(\.addend).enumerated() {
      usesOfValue[addend.rawValue].append(
        UseList.Use(
          user: value, position: node.reads.count + position, generation: node.generation))
    }
    update(value) { $0.epilogue += steps }
  }

  /// Names the node of `value`, and says what it was made from, anew.
  package mutating func rename(_ value: ValueID, _ name: String, at range: SourceRange?) {
    update(value) { (node) in
      node.name = name
      node.range = range
    }
  }

  /// Makes every user and output of `old` read `new` instead.
  ///
  /// - Requires: `new` comes before the users of `old` and has its type.
  package mutating func replaceUses(of old: ValueID, with new: ValueID) {
    for use in usesOfValue[old.rawValue].uses where holds(use) {
      update(use.user) { $0.replaceRead(at: use.position, with: new) }
      usesOfValue[new.rawValue].append(use)
    }
    usesOfValue[old.rawValue] = UseList()
    guard let indices = outputsOfValue.removeValue(forKey: old) else { return }
    for index in indices { outputs[index].value = new }
    outputsOfValue[new, default: []] += indices
  }

  /// Removes a node.
  ///
  /// - Requires: no user and no output reads its value.
  package mutating func erase(_ value: ValueID) {
    precondition(useCount(of: value) == 0 && !isOutput(value), "the value is in use")
    guard let node = node(value) else { preconditionFailure("only a node can be erased") }
    definitions[value.rawValue] = .erased
    retireUses(of: node.reads)
  }

  /// Makes the node of `user` read other values.
  private mutating func changeReads(of user: ValueID, _ change: (inout Node) -> Void) {
    let reads = node(user)?.reads ?? []
    update(user) { (node) in
      change(&node)
      node.generation += 1
    }
    retireUses(of: reads)
    if let node = node(user) { addUses(of: node) }
  }

  /// Counts an entry in the lists of each of `reads` as stale.
  private mutating func retireUses(of reads: [ValueID]) {
    for value in reads { usesOfValue[value.rawValue].retireOne() }
    let definitions = definitions
    for value in reads {
      usesOfValue[value.rawValue].sweep { (use) in
        guard case .node(let node) = definitions[use.user.rawValue] else { return true }
        return node.generation != use.generation
      }
    }
  }

  /// Makes the nodes run in another order.
  ///
  /// - Requires: `order` has each node once, after all that it reads.
  package mutating func setOrder(_ order: [ValueID]) {
    precondition(order.count == nodeIDs.count, "the order is of other nodes")
    if order != self.order { self.order = order }
  }

  /// Forgets the places of erased nodes in the order, in one sweep.
  package mutating func compact() {
    order = order.filter { node($0) != nil }
  }

  /// Gives an input another type; the types that depend on it are stale until `inferTypes()`.
  package mutating func setType(_ type: TensorType, ofInput index: Int) {
    inputs[index].type = type
  }

  /// Computes the type of every node again, and the shapes of the tensors that slots own.
  ///
  /// - Throws: the first node that breaks a constraint, with the constraint.
  package mutating func inferTypes() throws(NodeFault) {
    for value in order {
      guard let node = node(value) else { continue }
      let types = node.operandTypes(in: self)
      do throws(OpFault) {
        let type = try node.op.checkedResultType(for: types)
        for step in node.epilogue { try step.check(appliesTo: type, in: self) }
        if type != node.type { update(value) { $0.type = type } }
      } catch {
        throw NodeFault(node: value, fault: error)
      }
      for (slot, parameter) in zip(node.op.parameters(for: types), node.parameters) {
        resizeTensors(of: slot, parameter)
      }
    }
  }

  /// Makes every parameter a tensor in place of an expression of other tensors: one that the first node with
  /// this expression owns.
  ///
  /// - Returns: the expressions by the names of these tensors.
  package mutating func replaceExpressions() -> [String: ParameterExpression] {
    (tensors, tensorIndices) = ([], [:])
    var owners: [ParameterExpression: String] = [:]
    for value in order {
      guard let node = node(value) else { continue }
      let parameters = zip(node.slots(in: self), node.parameters).map { (slot, expression) in
        if let name = owners[expression] { return ParameterExpression.tensor(name) }
        let name = Self.tensorName(slot.name, of: node.name)
        declare(NamedTensor(name: name, shape: slot.shape, role: slot.role))
        owners[expression] = name
        return .tensor(name)
      }
      update(value) { $0.parameters = parameters }
    }
    return Dictionary(uniqueKeysWithValues: owners.map { ($1, $0) })
  }

  /// Gives the tensors of a parameter that is stored as its slot says the shapes that the slot needs.
  private mutating func resizeTensors(of slot: ParameterSlot, _ parameter: ParameterExpression) {
    var names = parameter.tensorNames[...]
    let (stored, value) = slot.storage { (_) in names.popFirst() ?? "" }
    guard value == parameter else { return }
    for tensor in stored {
      if let index = tensorIndices[tensor.name], tensors[index].shape != tensor.shape {
        tensors[index].shape = tensor.shape
      }
    }
  }

  private mutating func update(_ value: ValueID, _ change: (inout Node) -> Void) {
    guard case .node(var node) = definitions[value.rawValue] else {
      preconditionFailure("only a node can be changed")
    }
    change(&node)
    definitions[value.rawValue] = .node(node)
  }

  private mutating func newID(_ definition: Definition) -> ValueID {
    definitions.append(definition)
    usesOfValue.append(UseList())
    return ValueID(rawValue: definitions.count - 1)
  }

}
