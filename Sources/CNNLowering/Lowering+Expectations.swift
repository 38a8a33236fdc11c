import CNNIR
import CNNSource
import CNNSyntax

/// `expect …`, with the names that it sees.
struct Expectation {
  var expression: Expression
  var frame: Frame
  var current: Current
}

extension Lowering {

  /// The names of totals in an expectation.
  private static let totals = ["parameters", "buffers", "macs"]

  /// Checks `expect …`; what speaks of totals waits until the network is complete.
  mutating func check(_ expression: Expression) throws(Failure) {
    let mentioned = expression.names
    var inner = frame
    // A brace of its own, where the totals are names at least for the hint to a misspelt one.
    inner.scopes.append([:])
    for name in Self.totals { inner.bind(name, to: .unknown) }
    switch current {
    case .value(let value): inner.bind("shape", to: .tuple(graph.type(of: value).shape.dropFirst()))
    case .unknown: inner.bind("shape", to: .unknown)
    case .none(let reason):
      if mentioned.contains("shape") { throw .mistake(.noCurrentValue(reason, expression.range)) }
    }
    let expectation = Expectation(expression: expression, frame: inner, current: current)
    if mentioned.contains(where: Self.totals.contains) {
      deferredExpectations.append(expectation)
    } else {
      try verify(expectation)
    }
  }

  /// Checks the expectations on totals.
  mutating func checkTotals() {
    // Another mistake leaves the network incomplete, and its totals without a meaning.
    let isComplete = diagnostics.elements.allSatisfy {
      $0.severity != .error || $0.code == Diagnostic.brokenExpectationCode
    }
    if deferredExpectations.isEmpty || !isComplete { return }
    do throws(Diagnostic) {
      let total = try CostTable(graph).total
      let values = [total.parameters, total.buffers, total.multiplyAdds]
      for expectation in deferredExpectations {
        var expectation = expectation
        for (name, value) in zip(Self.totals, values) {
          expectation.frame.bind(name, to: .integer(value))
        }
        try? verify(expectation)
      }
    } catch {
      diagnostics.insert(error)
    }
  }

  /// Reports an expectation that does not hold: as an error, or as a warning when the network is not
  /// the one that the text describes.
  private mutating func verify(_ expectation: Expectation) throws(Failure) {
    let outer = current
    defer { current = outer }
    current = expectation.current
    let expression = expectation.expression
    try inFrame(expectation.frame) { (lowering) throws(Failure) in
      if try lowering.isTrue(expression) { return }
      let severity: Diagnostic.Severity = lowering.options.changesNetwork ? .warning : .error
      let facts = try lowering.facts(expression)
      let notes = lowering.shapeNotes(expression, expectation.current)
      throw .mistake(.brokenExpectation(severity, expression.range, facts: facts, notes: notes))
    }
  }

  /// What the sides of the comparison are that does not hold, as far as the text does not say it.
  private mutating func facts(_ expression: Expression) throws(Failure) -> [String] {
    guard case .binary(let op, let left, let right) = expression.kind else { return [] }
    if op == .and { return try facts(try isTrue(left) ? right : left) }
    if op == .or { return try facts(left) + facts(right) }
    var facts: [String] = []
    for side in [left, right] where !side.names.isEmpty {
      let value = try evaluate(side)
      try charge(value.weight, at: side.range)
      facts.append("\(side.range.text) is \(value.text)")
    }
    return facts
  }

  /// Where the current value comes from, if the expectation is on its shape.
  private func shapeNotes(_ expression: Expression, _ current: Current) -> [Diagnostic.Note] {
    guard case .value(let value) = current, expression.names.contains("shape") else { return [] }
    return [originNote(of: value)]
  }

}

extension Expression {

  /// The names that the expression mentions, members aside.
  fileprivate var names: [String] {
    switch kind {
    case .integer, .number, .boolean, .string: []
    case .name(let name): [name]
    case .list(let elements): elements.flatMap(\.names)
    case .tuple(let arguments): arguments.flatMap(\.value.names)
    case .member(let base, _): base.names
    case .call(let callee, let arguments): callee.names + arguments.flatMap(\.value.names)
    case .element(let base, let index): base.names + index.names
    case .unary(_, let operand): operand.names
    case .binary(_, let left, let right): left.names + right.names
    case .conditional(let a, let b, let c): a.names + b.names + c.names
    case .range(let lower, let upper, _): (lower?.names ?? []) + (upper?.names ?? [])
    }
  }

}
