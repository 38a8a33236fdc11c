import CNNIR
import CNNOps
import CNNSource
import CNNSyntax

/// A value of the network that an op is applied to, and where it was written.
struct Operand {
  var value: ValueID
  var range: SourceRange
}

extension Lowering {

  /// Appends an op: leading arguments that are values of the network are its operands, the rest its
  /// attributes in the schema's order.
  mutating func apply(
    _ type: any Op.Type, _ arguments: [EvaluatedArgument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> ValueID {
    let (operands, attributes) = Self.split(arguments)
    if type == Identity.self, label == nil, attributes.isEmpty, operands.count <= 1 {
      // The branch that does nothing is no layer of the table.
      return try self.operands(operands, range)[0].value
    }
    let name = try layerName(type, label, at: range)
    if operands.contains(where: \.value.isUnknown) {
      // It may have been meant as an operand or as the first attribute.
      try checkLabels(of: attributes, type)
      throw .consequence
    }
    let layer = try configure(type, attributes, range)
    return try append(layer, try self.operands(operands, range), name: name, at: range)
  }

  /// Appends a node with parameters of its own.
  mutating func append(
    _ layer: Layer, _ operands: [Operand], name: String, at range: SourceRange
  ) throws(Failure) -> ValueID {
    try checkAreNew(layer.tensorNames)
    let value = try append(layer, operands, at: range) { (graph, values) throws(OpFault) in
      let tensorNames = layer.tensorNames.mapValues(\.text)
      return try graph.append(layer.op, values, name: name, tensorNames: tensorNames, at: range)
    }
    try checkTensorNames(of: value, layer, named: name, range)
    return value
  }

  /// Runs `body`, which appends a node, and says where it belongs what goes wrong.
  private mutating func append(
    _ layer: Layer, _ operands: [Operand], at range: SourceRange,
    _ body: (inout Graph, [ValueID]) throws(OpFault) -> ValueID
  ) throws(Failure) -> ValueID {
    guard graph.nodeCount < Self.nodeLimit else { throw stop(.tooManyNodes(range)) }
    do throws(OpFault) {
      return try body(&graph, operands.map(\.value))
    } catch {
      throw .mistake(diagnostic(for: error, operands, layer.arguments, range))
    }
  }

}

// MARK: - Shared layers

extension Lowering {

  /// `layer head: conv(256, kernel: 3)`
  mutating func declareLayer(_ name: Identifier, _ expression: Expression) throws(Failure) {
    if name.isReserved { throw .mistake(.reservedName(name)) }
    let path = try takePath(ScopeName(text: name.name, range: name.range))
    let (callee, arguments) = expression.callParts
    switch try evaluate(callee) {
    case .callable(.op(let type)):
      let layer = try configure(type, try evaluate(arguments), expression.range)
      frame.bind(name.name, to: .callable(.sharedLayer(SharedLayer(layer: layer, path: path))))
    case .unknown: throw .consequence
    case let value: throw .mistake(.expectedLayer(value, expression.range))
    }
  }

  /// Applies a shared layer; each use reads the same tensors.
  mutating func apply(
    _ shared: SharedLayer, _ arguments: [EvaluatedArgument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> ValueID {
    let (given, rest) = Self.split(arguments)
    if let surplus = rest.first { throw .mistake(.sharedLayerArgument(surplus.range)) }
    let operands = try self.operands(given, range)
    let op = shared.layer.op
    // The declaration has taken the path itself; the first use stands for it.
    let isFirst = usedLayers.insert(shared.path).inserted
    if isFirst { try checkAreNew(shared.layer.tensorNames) }
    let name: String
    if let label {
      name = try layerName(type(of: op), label, at: range)
    } else {
      name = isFirst ? shared.path : names.takeUnique(shared.path, at: range)
    }
    let value = try append(shared.layer, operands, at: range) { (graph, values) throws(OpFault) in
      let types = values.map { graph.type(of: $0) }
      let type = try op.checkedResultType(for: types)
      let parameters = try op.parameters(for: types).map { (slot) throws(OpFault) in
        try Self.parameter(for: slot, of: shared, &graph)
      }
      return graph.append(op, values, parameters, type: type, name: name, at: range)
    }
    if isFirst { try checkTensorNames(of: value, shared.layer, named: shared.path, range) }
    return value
  }

  /// The parameter in a shared layer's slot, whose tensors must fit every use.
  private static func parameter(
    for slot: ParameterSlot, of shared: SharedLayer, _ graph: inout Graph
  ) throws(OpFault) -> ParameterExpression {
    let (tensors, value) = slot.storage { shared.layer.tensorName($0, of: shared.path) }
    for tensor in tensors {
      if let other = graph.tensor(named: tensor.name), other.shape != tensor.shape {
        let message =
          "the shared parameter '\(tensor.name)' has shape \(other.shape), "
          + "but this use needs \(tensor.shape)"
        throw OpFault(.operand(0), "shared-shape", message)
      }
      graph.declare(tensor)
    }
    return value
  }

}

// MARK: - Operands

extension Lowering {

  /// The leading arguments that are values of the network, and the rest.
  private static func split(
    _ arguments: [EvaluatedArgument]
  ) -> (operands: [EvaluatedArgument], attributes: [EvaluatedArgument]) {
    let operands = arguments.prefix { $0.isOperand || $0.isPartial }
    return (Array(operands), Array(arguments.dropFirst(operands.count)))
  }

  /// The operands of an op: those given, or the current value.
  private mutating func operands(
    _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> [Operand] {
    if arguments.isEmpty { return [Operand(value: try currentTensor(range), range: range)] }
    var operands: [Operand] = []
    for argument in arguments {
      try charge(argument.value.weight, at: argument.range)
      if argument.value.isUnknown { throw .consequence }
      let value = try applied(argument.value, argument.range)
      operands += value.tensors.map { Operand(value: $0, range: argument.range) }
    }
    return operands
  }

  /// The current value as a value of the graph.
  func currentTensor(_ range: SourceRange) throws(Failure) -> ValueID {
    switch current {
    case .value(let value): return value
    case .none(let reason): throw .mistake(.noCurrentValue(reason, range))
    case .unknown: throw .consequence
    }
  }

  /// The value of an expression that must be one of the network's values.
  mutating func tensor(_ expression: Expression) throws(Failure) -> ValueID {
    switch try applied(try evaluate(expression), expression.range) {
    case .tensor(let value): return value
    case .unknown: throw .consequence
    case let value: throw .mistake(.notATensor(value, expression.range))
    }
  }

}

extension Value {

  fileprivate var tensors: [ValueID] {
    switch self {
    case .tensor(let value): [value]
    case .list(let elements): elements.values.flatMap(\.tensors)
    default: []
    }
  }

}
