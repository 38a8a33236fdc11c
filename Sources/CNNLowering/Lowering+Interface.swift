import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// `input(1, 28, 28)` or `input image: (3, 512, 512)`
  mutating func addInput(
    _ name: Identifier?, _ shape: Expression, _ range: SourceRange
  ) throws(Failure) {
    guard frame.call == nil else { throw .mistake(.inputOutsideNetwork(range)) }
    var extents = try self.extents(of: shape)
    if graph.inputs.isEmpty, let override = options.inputShape { extents = override }
    let type = TensorType(Shape([options.batch] + extents))
    guard type.shape.isValid, !extents.isEmpty else {
      throw .mistake(.invalidInputShape(shape.range))
    }
    let inputName = name?.name ?? Graph.unnamedInput
    if let other = names.take(inputName, at: range) {
      throw .mistake(.duplicateName(inputName, range, other))
    }
    let value = graph.addInput(inputName, type, at: range)
    bind(inputName, to: .tensor(value))
    if frame.input == nil { frames[frames.count - 1].input = value }
    current = .value(value)
  }

  /// The integers of a tuple, or a single one.
  private mutating func extents(of shape: Expression) throws(Failure) -> [Int] {
    guard case .tuple(let arguments) = shape.kind else { return [try integer(shape)] }
    var extents: [Int] = []
    for argument in arguments {
      if let label = argument.label { throw .mistake(.labelledExtent(label)) }
      extents.append(try integer(argument.value))
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
    try execute(statement)
    guard case .tensor(let value) = try currentValue(statement.range) else { return }
    graph.addOutput(value, name: name.name)
  }

}
