import CNNIR
import CNNSource

extension Lowering {

  /// A broken constraint of an op, at the argument that breaks it, with the operands' shapes and
  /// where they come from.
  func diagnostic(
    for fault: OpFault, of op: any Op, _ operands: [ValueID], _ arguments: [EvaluatedArgument],
    _ range: SourceRange
  ) -> Diagnostic {
    var place = range
    if case .attribute(let name) = fault.subject,
      let argument = argument(for: name, of: type(of: op), arguments)
    {
      place = argument.range
    }
    let notes = operands.prefix(8).map { (operand) in
      let shape = graph.type(of: operand).shape.withoutBatch
      let name = graph.name(of: operand)
      return Diagnostic.Note("\(shape) comes from '\(name)'", at: self.range(of: operand))
    }
    return Diagnostic(.error, fault.constraint, fault.message, at: place, notes: notes)
  }

  /// The argument that sets the attribute `name`.
  private func argument(
    for name: String, of type: any Op.Type, _ arguments: [EvaluatedArgument]
  ) -> EvaluatedArgument? {
    if let labelled = arguments.first(where: { $0.label?.name == name }) { return labelled }
    let labels = Set(arguments.compactMap { $0.label?.name })
    let order = type.attributeNames.filter { !labels.contains($0) }
    let positional = arguments.filter { $0.label == nil }
    return zip(order, positional).first { $0.0 == name }?.1
  }

  /// Where a value was made.
  private func range(of value: ValueID) -> SourceRange? {
    graph.node(value)?.range ?? graph.inputs.first { $0.id == value }?.range
  }

}
