import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// `input(1, 28, 28)` or `input image: (3, 512, 512)`
  mutating func addInput(
    _ name: Identifier?, _ shape: Expression, _ range: SourceRange
  ) throws(Failure) {
    guard frame.call == nil else { throw .mistake(.inputOutsideNetwork(range)) }
    if let name, name.isReserved { throw .mistake(.reservedName(name)) }
    let type = try inputType(shape)
    let inputName = name?.name ?? Graph.unnamedInput
    if let other = names.take(inputName, at: name?.range ?? range) {
      throw .mistake(.duplicateName(inputName, name?.range ?? range, other))
    }
    let value = graph.addInput(inputName, type, at: range)
    latestInput = .value(value)
    frame.bind(inputName, to: .tensor(value))
    if graph.inputs.count == 1 { frame.input = .value(value) }
    current = .value(value)
  }

  /// The type of the next input: what the text says, unless the command line says otherwise.
  private mutating func inputType(_ shape: Expression) throws(Failure) -> TensorType {
    let written = try extents(of: shape)
    let override = graph.inputs.isEmpty ? options.inputShape : nil
    let type = TensorType(Shape([options.batch] + (override ?? written)))
    guard type.shape.isValid, type.shape.count > 1 else {
      let isOverridden = override != nil || options.batch < 1
      throw .mistake(.invalidInputShape(isOverridden ? nil : shape.range))
    }
    return type
  }

  /// The integers of a tuple, or a single one; `input(size)` may take all from a tuple or list.
  private mutating func extents(of shape: Expression) throws(Failure) -> [Int] {
    var expressions = [shape]
    if case .tuple(let arguments) = shape.kind {
      if let label = arguments.compactMap(\.label).first {
        throw .mistake(.labelledExtent(label))
      }
      expressions = arguments.map(\.value)
    }
    var extents: [Int] = []
    for expression in expressions {
      let value = try evaluate(expression)
      try charge(value.weight, at: expression.range)
      let elements = expressions.count == 1 ? value.elements?.values : nil
      for element in elements ?? [value] {
        extents.append(try integer(element, expression.range))
      }
    }
    return extents
  }

  /// `output cls: …` names the statement's result and puts the current value back.
  mutating func addOutput(_ name: Identifier, _ statement: Statement) throws(Failure) {
    guard !graph.outputs.contains(where: { $0.name == name.name }) else {
      throw .mistake(.duplicateOutput(name))
    }
    let outer = current
    defer { current = outer }
    let values = try results(of: statement)
    guard values.count == 1 else {
      throw .mistake(.wrongElementCount(1, values.count, statement.range))
    }
    switch values[0] {
    case .tensor(let value): graph.addOutput(value, name: name.name)
    case .unknown: throw .consequence
    case let value: throw .mistake(.notALayer(value, statement.range))
    }
  }

}
