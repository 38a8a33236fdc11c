import CNNIR
import CNNOps
import CNNSource
import CNNSyntax

extension Lowering {

  /// Appends an op: leading arguments that are values of the network are its operands, the rest its
  /// attributes in the schema's order.
  mutating func apply(
    _ type: any Op.Type, _ arguments: [EvaluatedArgument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> ValueID {
    let (operands, attributes) = Self.split(arguments)
    if type == Identity.self, label == nil, attributes.isEmpty, operands.count <= 1 {
      // The branch that does nothing is no layer of the table.
      return try self.operands(operands, range)[0]
    }
    let name = try layerName(type, label, at: range)
    let op = try configure(type, attributes, range)
    let values = try self.operands(operands, range)
    do throws(OpFault) {
      try checkNodeCount()
      return try graph.append(op, values, name: name, at: range)
    } catch {
      throw .mistake(diagnostic(for: error, of: op, values, attributes, range))
    }
  }

  /// `layer head: conv(256, kernel: 3)`
  mutating func declareLayer(_ name: Identifier, _ expression: Expression) throws(Failure) {
    let path = names.path(name.name)
    if let other = names.take(path, at: name.range) {
      throw .mistake(.duplicateName(path, name.range, other))
    }
    var callee = expression
    var arguments: [Argument] = []
    if case .call(let function, let given) = expression.kind { (callee, arguments) = (function, given) }
    guard case .callable(.op(let type)) = try evaluate(callee) else {
      throw .mistake(.expectedLayer(expression.range))
    }
    let op = try configure(type, try evaluate(arguments), expression.range)
    bind(name.name, to: .callable(.sharedLayer(SharedLayer(op: op, path: path))))
  }

  /// Applies a shared layer; each use reads the same tensors.
  mutating func apply(
    _ layer: SharedLayer, _ arguments: [EvaluatedArgument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> ValueID {
    let (operands, rest) = Self.split(arguments)
    if let surplus = rest.first { throw .mistake(.sharedLayerArgument(surplus.range)) }
    let values = try self.operands(operands, range)
    let types = values.map { graph.type(of: $0) }
    let name: String
    if let label {
      name = try layerName(type(of: layer.op), label, at: range)
    } else {
      // The declaration has taken the path itself; the first use stands for it.
      let isFirst = usedLayers.insert(layer.path).inserted
      name = isFirst ? layer.path : names.takeUnique(layer.path, at: range)
    }
    do throws(OpFault) {
      try checkNodeCount()
      let type = try layer.op.checkedResultType(for: types)
      let slots = layer.op.parameters(for: types)
      let parameters = try slots.map { (slot) throws(OpFault) in try shared(slot, layer.path) }
      return graph.append(layer.op, values, parameters, type: type, name: name, at: range)
    } catch {
      throw .mistake(diagnostic(for: error, of: layer.op, values, [], range))
    }
  }

  /// The tensor of a shared layer's slot, which must fit every use.
  private mutating func shared(
    _ slot: ParameterSlot, _ path: String
  ) throws(OpFault) -> ParameterExpression {
    let name = Graph.tensorName(slot.name, of: path)
    if let tensor = graph.tensor(named: name), tensor.shape != slot.shape {
      let message =
        "the shared parameter '\(name)' has shape \(tensor.shape), "
        + "but this use needs \(slot.shape)"
      throw OpFault(.operand(0), "shared-shape", message)
    }
    graph.declare(NamedTensor(name: name, shape: slot.shape, role: slot.role))
    return .tensor(name)
  }

  func checkNodeCount() throws(OpFault) {
    if graph.nodeCount >= Self.nodeLimit {
      throw OpFault(.node, "too-many-nodes", "a network has at most \(Self.nodeLimit) nodes")
    }
  }

  /// The leading arguments that are values of the network, and the rest.
  private static func split(
    _ arguments: [EvaluatedArgument]
  ) -> (operands: [EvaluatedArgument], attributes: [EvaluatedArgument]) {
    let operands = arguments.prefix { $0.label == nil && $0.value.isTensors }
    return (Array(operands), Array(arguments.dropFirst(operands.count)))
  }

  /// The operands of an op: those given, or the current value.
  private func operands(
    _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> [ValueID] {
    if arguments.isEmpty {
      guard case .tensor(let value) = try currentValue(range) else { throw .consequence }
      return [value]
    }
    return arguments.flatMap(\.value.tensors)
  }

  /// An op of `type` with its attributes set.
  private func configure(
    _ type: any Op.Type, _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> any Op {
    var op = type.init()
    let labels = Set(arguments.compactMap { $0.label?.name })
    var positional = type.attributeNames.filter { !labels.contains($0) }[...]
    var missing = Set(type.requiredAttributes)
    var given: Set<String> = []
    for argument in arguments {
      let name: String
      if let label = argument.label {
        name = label.name
        guard type.attributeNames.contains(name) else {
          throw .mistake(.unknownAttribute(label, of: type))
        }
      } else {
        guard let next = positional.popFirst() else {
          throw .mistake(.surplusAttribute(argument.range, type))
        }
        name = next
      }
      guard given.insert(name).inserted else {
        throw .mistake(.duplicateArgument(name, argument.range))
      }
      try set(name, of: &op, to: argument)
      missing.remove(name)
    }
    if let name = type.requiredAttributes.first(where: missing.contains) {
      throw .mistake(.missingAttribute(name, of: type, range))
    }
    return op
  }

  private func set(
    _ name: String, of op: inout any Op, to argument: EvaluatedArgument
  ) throws(Failure) {
    if case .unknown = argument.value { throw .consequence }
    guard let value = argument.value.attributeValue else {
      throw .mistake(.notAnAttribute(name, argument.value, argument.range))
    }
    do throws(OpFault) {
      try op.setAttribute(name, to: value)
    } catch {
      throw .mistake(Diagnostic(.error, error.constraint, error.message, at: argument.range))
    }
  }

}

extension Value {

  /// Whether this is a value of the network or a list of some.
  fileprivate var isTensors: Bool {
    switch self {
    case .tensor, .unknown: true
    case .list(let elements): !elements.isEmpty && elements.allSatisfy(\.isTensors)
    default: false
    }
  }

  fileprivate var tensors: [ValueID] {
    switch self {
    case .tensor(let value): [value]
    case .list(let elements): elements.flatMap(\.tensors)
    default: []
    }
  }

}
