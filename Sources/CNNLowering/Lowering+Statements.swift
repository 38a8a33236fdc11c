import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// Runs statements one after the other; a mistake in one leaves what it makes unknown.
  mutating func run(_ statements: [Statement]) {
    let outer = settingsRead
    defer { settingsRead = outer }
    for statement in statements {
      if returned != nil || isStopped { return }
      settingsRead = []
      do throws(Failure) {
        try execute(statement)
      } catch {
        report(error)
        recover(from: statement)
      }
    }
  }

  /// Makes unknown what a failed statement would have made.
  private mutating func recover(from statement: Statement) {
    switch statement.kind {
    case .define(let names, _, let isVariable):
      for name in names { frame.bind(name.name, to: .unknown, isVariable: isVariable) }
    case .update(let name, _, _):
      if frame.binding(name.name)?.isVariable == true {
        change(name) { $0 = .unknown }
      }
    case .sharedLayer(let name, _):
      frame.bind(name.name, to: .unknown)
    case .expect, .output, .preprocess:
      break
    case .return(let expressions):
      if frame.call != nil { returned = expressions.map { (_) in .unknown } }
    case .bind(let names, _):
      for name in names { assign(.unknown, to: name) }
      current = .unknown
    case .input(let name, _):
      if let name { frame.bind(name.name, to: .unknown) }
      if case .none = frame.input { frame.input = .unknown }
      latestInput = .unknown
      current = .unknown
    case .apply, .branches, .braces, .inline, .from, .loop, .conditional, .invalid:
      current = .unknown
    }
  }

  /// Runs one statement.
  private mutating func execute(_ statement: Statement) throws(Failure) {
    try descend(at: statement.range)
    defer { ascend() }
    try checkLabel(of: statement)
    switch statement.kind {
    case .apply, .branches, .braces, .inline, .from:
      try setCurrent(try results(of: statement), statement.range)
    case .bind(let names, let inner):
      try bindResults(of: inner, to: names)
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
    case .preprocess(let steps): try addPreprocessing(steps, statement.range)
    case .output(let name, let inner): try addOutput(name, inner)
    case .return(let expressions): try leaveBlock(with: expressions, statement.range)
    case .expect(let expression): try check(expression)
    case .invalid: current = .unknown
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

  /// What a statement results in: a call may have several results, or one that is no layer's.
  mutating func results(of statement: Statement) throws(Failure) -> [Value] {
    try checkLabel(of: statement)
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
    case .bind, .loop, .conditional, .invalid:
      try execute(statement)
      return [.tensor(try currentTensor(range))]
    case .define, .update, .sharedLayer, .input, .preprocess, .output, .return, .expect:
      throw .mistake(.noResult(range))
    }
  }

  /// The result of a body on a value, in a scope of names if it is labelled.
  private mutating func runBody(
    _ body: [Statement], on start: Current, label: Label?, _ range: SourceRange
  ) throws(Failure) -> Value {
    let outer = current
    defer { current = outer }
    current = start
    try inNameScope(label) { (lowering) throws(Failure) in
      try lowering.inScope { (lowering) in lowering.run(body) }
    }
    return .tensor(try currentTensor(range))
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

}

// MARK: - Names

extension Lowering {

  /// `x = conv(…)` names a result; `x = x + 1` gives a variable another value.
  private mutating func bindResults(
    of inner: Statement, to names: [Identifier]
  ) throws(Failure) {
    let values = try results(of: inner)
    for (name, value) in try pair(names, values, inner.range) {
      switch value {
      case .tensor, .unknown: assign(value, to: name)
      default:
        guard frame.binding(name.name)?.isVariable == true else {
          throw .mistake(.needsLet(name, value))
        }
        assign(value, to: name)
      }
    }
    switch values[0] {
    case .tensor, .unknown: try setCurrent(values, inner.range)
    default: break
    }
  }

  /// Gives a variable another value, or binds a new name.
  private mutating func assign(_ value: Value, to name: Identifier) {
    if frame.binding(name.name)?.isVariable == true {
      change(name) { $0 = value }
    } else {
      frame.bind(name.name, to: value)
    }
  }

  private mutating func update(
    _ name: Identifier, _ op: BinaryOperator, _ expression: Expression, _ range: SourceRange
  ) throws(Failure) {
    guard let isVariable = frame.binding(name.name)?.isVariable else {
      throw .mistake(try unknownName(name.name, name.range))
    }
    guard isVariable else { throw .mistake(.notAVariable(name)) }
    let operand = try evaluate(expression)
    if op == .add, case .list(let tail) = operand, try append(tail, to: name, range) { return }
    let value = try combine(op, frame.binding(name.name)?.value ?? .unknown, operand, range)
    change(name) { $0 = value }
  }

  private mutating func change(_ name: Identifier, _ body: (inout Value) -> Void) {
    frame.change(name.name, settings: settingsRead, body)
  }

  /// `outs += [it]` in place, so that a loop that collects values stays linear.
  ///
  /// Returns whether `name` is a list.
  private mutating func append(
    _ tail: Elements, to name: Identifier, _ range: SourceRange
  ) throws(Failure) -> Bool {
    try charge(tail.count, at: range)
    var size: (weight: Int, depth: Int)?
    var copied = 0
    change(name) { (value) in
      guard case .list(var elements) = value else { return }
      // The variable lets go of the elements, so that they are not copied unless others have them too.
      value = .unknown
      let (place, count) = (elements.place, elements.count)
      elements.append(contentsOf: tail)
      if elements.place != place { copied = count }
      size = (elements.weight, elements.depth)
      value = .list(elements)
    }
    guard let size else { return false }
    // All at once is cheap. A list that grows is copied now and then, too.
    try charge(copied / 8, at: range)
    try checkSize(size.weight, size.depth, range)
    return true
  }

}

// MARK: - Loops and returns

extension Lowering {

  /// Runs `body` once for each element of a range, list or tuple, with the names bound to it.
  mutating func loop(
    _ names: [Identifier], _ sequence: Expression,
    _ body: (inout Lowering) throws(Failure) -> Void
  ) throws(Failure) {
    switch try evaluate(sequence) {
    case .range(let range):
      for index in range {
        if returned != nil || isStopped { return }
        try round(names, .integer(index), sequence.range, body)
      }
    case .list(let elements), .tuple(let elements, _):
      for element in elements.values {
        if returned != nil || isStopped { return }
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
    try charge(1, at: range)
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

}
