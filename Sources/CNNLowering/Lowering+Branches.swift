import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// `add { … }`: runs each entry on the current value and joins the results.
  mutating func join(
    _ combinator: Expression, _ entries: [Statement], label: Label?, _ range: SourceRange
  ) throws(Failure) -> Value {
    guard case .callable(.op(let type)) = try evaluate(combinator), !type.allows(operandCount: 0),
      type.allows(operandCount: .max)
    else { throw .mistake(.notACombinator(combinator.range, table)) }
    let start = current
    if case .none(let reason) = start { throw .mistake(.noCurrentValue(reason, range)) }
    let outer = current
    defer { current = outer }
    return try inNameScope(label) { (lowering) throws(Failure) in
      let results = try lowering.inScope { (lowering) throws(Failure) in
        try lowering.branchResults(entries, start)
      }
      return try lowering.join(results, type, combinator.range, range)
    }
  }

  private mutating func join(
    _ results: [Current], _ type: any Op.Type, _ combinator: SourceRange, _ range: SourceRange
  ) throws(Failure) -> Value {
    var values: [ValueID] = []
    for result in results {
      switch result {
      case .value(let value): values.append(value)
      case .none(let reason): throw .mistake(.noCurrentValue(reason, range))
      case .unknown: throw .consequence
      }
    }
    guard !values.isEmpty else { throw .mistake(.noBranches(combinator)) }
    if values.count == 1 { return .tensor(values[0]) }
    let op = type.init()
    do throws(OpFault) {
      try checkNodeCount()
      let name = names.takeUnique(names.path(type.mnemonic), at: range)
      return .tensor(try graph.append(op, values, name: name, at: combinator))
    } catch {
      throw .mistake(diagnostic(for: error, of: op, values, [], combinator))
    }
  }

  /// The result of each entry: a statement, the chosen body of an `if`, or one round of a `for`.
  private mutating func branchResults(
    _ entries: [Statement], _ start: Current
  ) throws(Failure) -> [Current] {
    var results: [Current] = []
    for entry in entries where returned == nil {
      current = start
      switch entry.kind {
      case .define, .update, .sharedLayer, .expect:
        run([entry])
      case .conditional(let condition, let body, let alternative):
        guard let chosen = try isTrue(condition) ? body : alternative else { continue }
        results.append(try branchResult(of: chosen))
      case .loop(let names, let sequence, let body):
        try loop(names, sequence) { (lowering) throws(Failure) in
          lowering.current = start
          results.append(try lowering.branchResult(of: body))
        }
      default:
        run([entry])
        results.append(current)
      }
    }
    return results
  }

  private mutating func branchResult(of body: [Statement]) throws(Failure) -> Current {
    try inScope { (lowering) in
      lowering.run(body)
      return lowering.current
    }
  }

}
