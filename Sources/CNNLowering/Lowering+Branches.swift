import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// The result of one entry of a combinator, and where the entry stands.
  private struct Branch {
    var result: Current
    var range: SourceRange
  }

  /// `add { … }`: runs each entry on the current value and joins the results.
  mutating func join(
    _ combinator: Expression, _ entries: [Statement], label: Label?, _ range: SourceRange
  ) throws(Failure) -> Value {
    let (callee, arguments) = combinator.callParts
    let type = try combinatorType(callee)
    let layer = try configure(type, try evaluate(arguments), combinator.range)
    let start = current
    if case .none(let reason) = start { throw .mistake(.noCurrentValue(reason, range)) }
    defer { current = start }
    return try inNameScope(label) { (lowering) throws(Failure) in
      let branches = try lowering.inScope { (lowering) throws(Failure) in
        try lowering.branches(of: entries, on: start)
      }
      // A `return` in an entry leaves the block before anything is joined.
      if lowering.returned != nil { throw .consequence }
      let operands = try lowering.operands(of: branches)
      guard let first = operands.first else { throw .mistake(.noBranches(combinator.range)) }
      if operands.count == 1 { return .tensor(first.value) }
      let name = lowering.names.takeUnique(lowering.names.path(type.mnemonic), at: range)
      return .tensor(
        try lowering.append(layer, operands, name: name, at: combinator.range))
    }
  }

  /// The op that an expression names, if it is one that joins any number of values.
  private mutating func combinatorType(_ callee: Expression) throws(Failure) -> any Op.Type {
    switch try evaluate(callee) {
    case .callable(.op(let type)) where type.joinsBranches: return type
    case .unknown: throw .consequence
    case let value: throw .mistake(.notACombinator(value, callee.range, table))
    }
  }

  private func operands(of branches: [Branch]) throws(Failure) -> [Operand] {
    var operands: [Operand] = []
    for branch in branches {
      switch branch.result {
      case .value(let value): operands.append(Operand(value: value, range: branch.range))
      case .none(let reason): throw .mistake(.noCurrentValue(reason, branch.range))
      case .unknown: throw .consequence
      }
    }
    return operands
  }

  /// The result of each entry: a statement, the chosen body of an `if`, or one round of a `for`.
  private mutating func branches(
    of entries: [Statement], on start: Current
  ) throws(Failure) -> [Branch] {
    var branches: [Branch] = []
    for entry in entries where returned == nil && !isStopped {
      current = start
      switch entry.kind {
      case .define, .update, .sharedLayer, .preprocess, .expect, .output:
        run([entry])
      case .conditional:
        if let branch = try chosenBranch(of: entry, on: start) { branches.append(branch) }
      case .loop(let names, let sequence, let body):
        try loop(names, sequence) { (lowering) throws(Failure) in
          if let branch = try lowering.branch(of: body, on: start, entry.range) {
            branches.append(branch)
          }
        }
      default:
        run([entry])
        branches.append(Branch(result: current, range: entry.range))
      }
    }
    return branches
  }

  /// The entry that an `if` leads to; `nil` when it leaves the entry out.
  private mutating func chosenBranch(
    of entry: Statement, on start: Current
  ) throws(Failure) -> Branch? {
    guard case .conditional(let condition, let body, let alternative) = entry.kind else {
      return nil
    }
    do throws(Failure) {
      guard let chosen = try isTrue(condition) ? body : alternative else { return nil }
      return try branch(of: chosen, on: start, entry.range)
    } catch {
      // The other entries are looked at all the same.
      report(error)
      return Branch(result: .unknown, range: entry.range)
    }
  }

  /// The entry that a body makes; a body that is one `if` (as in `else if`) may leave it out.
  private mutating func branch(
    of body: [Statement], on start: Current, _ range: SourceRange
  ) throws(Failure) -> Branch? {
    current = start
    if body.count == 1, case .conditional = body[0].kind {
      return try inScope { (lowering) throws(Failure) in
        try lowering.chosenBranch(of: body[0], on: start)
      }
    }
    return try inScope { (lowering) in
      lowering.run(body)
      return Branch(result: lowering.current, range: range)
    }
  }

}

extension Op {

  /// Whether the op joins any number of values, and so may stand before a brace.
  static var joinsBranches: Bool { !allows(operandCount: 0) && allows(operandCount: .max) }

}
