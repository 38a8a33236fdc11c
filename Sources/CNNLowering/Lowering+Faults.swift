import CNNIR
import CNNSource

extension Lowering {

  /// How many operands of a broken constraint are shown.
  private static let shownOperands = 8

  /// A broken constraint of an op, at the argument that breaks it, with the operands' shapes and
  /// where they come from.
  func diagnostic(
    for fault: OpFault, _ operands: [Operand], _ given: [String: EvaluatedArgument],
    _ range: SourceRange
  ) -> Diagnostic {
    let place =
      switch fault.subject {
      case .attribute(let name): given[name]?.range ?? range
      case .operand(let index): operands.indices.contains(index) ? operands[index].range : range
      case .node: range
      }
    var notes: [Diagnostic.Note] = []
    for operand in operands {
      let note = originNote(of: operand.value)
      if notes.count < Self.shownOperands, !notes.contains(note) { notes.append(note) }
    }
    return Diagnostic(.error, fault.constraint, fault.message, at: place, notes: notes)
  }

  /// The shape of a value, and what made it.
  func originNote(of value: ValueID) -> Diagnostic.Note {
    let shape = graph.type(of: value).shape.withoutBatch
    let range = graph.node(value)?.range ?? graph.inputs.first { $0.id == value }?.range
    return Diagnostic.Note("\(shape) comes from '\(graph.name(of: value))'", at: range)
  }

}
