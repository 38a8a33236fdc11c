import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// Runs statements one after the other; a mistake in one leaves the current value unknown.
  mutating func run(_ statements: [Statement]) {
    for statement in statements where returned == nil {
      do throws(Failure) {
        stepCount += 1
        guard stepCount <= Self.stepLimit else { throw .mistake(.tooManySteps(statement.range)) }
        try execute(statement)
      } catch {
        report(error)
        current = .unknown
        bindUnknown(statement)
        // Past the limit, every further statement would say the same.
        if stepCount > Self.stepLimit { return }
      }
    }
  }

  /// Gives the names that a failed statement would have bound an unknown value.
  private mutating func bindUnknown(_ statement: Statement) {
    switch statement.kind {
    case .bind(let names, _), .define(let names, _, _):
      for name in names { bind(name.name, to: .unknown) }
    case .sharedLayer(let name, _): bind(name.name, to: .unknown)
    case .input(let name?, _): bind(name.name, to: .unknown)
    default: break
    }
  }

  /// Runs one statement.
  mutating func execute(_ statement: Statement) throws(Failure) {
    try nested(at: statement.range) { (lowering) throws(Failure) in
      try lowering.checkLabel(of: statement)
      try lowering.executeKind(of: statement)
    }
  }

  private mutating func executeKind(of statement: Statement) throws(Failure) {
    switch statement.kind {
    case .apply, .branches, .braces, .inline, .from:
      try setCurrent(try results(of: statement), statement.range)
    case .bind(let names, let inner):
      try bindResults(of: inner, to: names, statement.range)
    case .define(let names, let expression, let isVariable):
      let value = try evaluate(expression)
      try bind(names, to: value, isVariable: isVariable, expression.range)
    case .update(let name, let op, let expression):
      try update(name, op, expression, statement.range)
    case .loop(let names, let sequence, let body):
      try loop(names, sequence) { (lowering) in lowering.run(body) }
    case .conditional(let condition, let body, let alternative):
      let chosen = try isTrue(condition) ? body : alternative ?? []
      try inScope { (lowering) in lowering.run(chosen) }
    case .sharedLayer(let name, let expression): try declareLayer(name, expression)
    case .input(let name, let shape): try addInput(name, shape, statement.range)
    case .output(let name, let inner): try addOutput(name, inner)
    case .return(let expressions): try leaveBlock(with: expressions, statement.range)
    case .expect(let expression): try check(expression)
    case .invalid: current = .unknown
    }
  }

  /// What a statement that applies something results in.
  private mutating func results(of statement: Statement) throws(Failure) -> [Value] {
    let range = statement.range
    switch statement.kind {
    case .apply(let expression):
      return try apply(expression, label: statement.label)
    case .branches(let combinator, let entries):
      return [try join(combinator, entries, label: statement.label, range)]
    case .inline(let expression):
      return try callInline(expression)
    case .braces(let body):
      return [try runBody(body, on: current, label: statement.label, range)]
    case .from(let source, let body):
      let start = Current.value(try tensor(source))
      return [try runBody(body, on: start, label: statement.label, range)]
    default:
      try execute(statement)
      return [try currentValue(range)]
    }
  }

  /// The result of a body on a value, in a scope of names if it is labelled.
  private mutating func runBody(
    _ body: [Statement], on start: Current, label: Label?, _ range: SourceRange
  ) throws(Failure) -> Value {
    let outer = current
    current = start
    try inNameScope(label) { (lowering) throws(Failure) in
      try lowering.inScope { (lowering) in lowering.run(body) }
    }
    defer { current = outer }
    return try currentValue(range)
  }

  /// Makes what a statement resulted in the current value.
  private mutating func setCurrent(_ values: [Value], _ range: SourceRange) throws(Failure) {
    guard values.count == 1 else {
      current = .none("there are \(values.count) results, so the next layer names its operand")
      return
    }
    switch values[0] {
    case .tensor(let value): current = .value(value)
    case .unknown: throw .consequence
    case let value: throw .mistake(.notALayer(value, range))
    }
  }

  /// `x = conv(…)` names a result; `x = x + 1` gives a variable another value.
  private mutating func bindResults(
    of inner: Statement, to names: [Identifier], _ range: SourceRange
  ) throws(Failure) {
    try checkLabel(of: inner)
    let values = try results(of: inner)
    guard values.count == names.count else {
      throw .mistake(.wrongElementCount(names.count, values.count, range))
    }
    for (name, value) in zip(names, values) {
      if let binding = frame.binding(name.name), binding.isVariable {
        frames[frames.count - 1].rebind(name.name, to: value)
      } else if case .tensor = value {
        bind(name.name, to: value)
      } else {
        throw .mistake(.needsLet(name, value))
      }
    }
    if case .tensor = values[0] { try setCurrent(values, range) }
  }

  private mutating func update(
    _ name: Identifier, _ op: BinaryOperator, _ expression: Expression, _ range: SourceRange
  ) throws(Failure) {
    guard let binding = frame.binding(name.name) else {
      throw .mistake(unknownName(name.name, name.range))
    }
    guard binding.isVariable else { throw .mistake(.notAVariable(name)) }
    let value = try combine(op, binding.value, try evaluate(expression), range)
    frames[frames.count - 1].rebind(name.name, to: value)
  }

  /// Runs `body` once for each element of a range or list, with the names bound to it.
  mutating func loop(
    _ names: [Identifier], _ sequence: Expression,
    _ body: (inout Lowering) throws(Failure) -> Void
  ) throws(Failure) {
    switch try evaluate(sequence) {
    case .range(let range):
      for index in range where returned == nil {
        try round(names, .integer(index), sequence.range, body)
      }
    case .list(let elements):
      for element in elements where returned == nil {
        try round(names, element, sequence.range, body)
      }
    case .unknown: throw .consequence
    case let value: throw .mistake(.notASequence(value, sequence.range))
    }
  }

  private mutating func round(
    _ names: [Identifier], _ element: Value, _ range: SourceRange,
    _ body: (inout Lowering) throws(Failure) -> Void
  ) throws(Failure) {
    stepCount += 1
    guard stepCount <= Self.stepLimit else { throw .mistake(.tooManySteps(range)) }
    try inScope { (lowering) throws(Failure) in
      try lowering.bind(names, to: element, isVariable: false, range)
      try body(&lowering)
    }
  }

  private mutating func leaveBlock(
    with expressions: [Expression], _ range: SourceRange
  ) throws(Failure) {
    guard frame.call != nil else { throw .mistake(.returnOutsideBlock(range)) }
    var values: [Value] = []
    for expression in expressions { values.append(.tensor(try tensor(expression))) }
    returned = values
  }

  /// The value of an expression that must be one of the network's values.
  mutating func tensor(_ expression: Expression) throws(Failure) -> ValueID {
    switch try evaluate(expression) {
    case .tensor(let value): return value
    case .unknown: throw .consequence
    case let value: throw .mistake(.notATensor(value, expression.range))
    }
  }

  /// Only what makes a layer or opens a scope has a name.
  private func checkLabel(of statement: Statement) throws(Failure) {
    guard let label = statement.label else { return }
    switch statement.kind {
    case .apply, .branches, .braces, .from, .invalid: break
    default: throw .mistake(.uselessLabel(label.range))
    }
  }

}
