import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// The value of an expression.
  mutating func evaluate(_ expression: Expression) throws(Failure) -> Value {
    try nested(at: expression.range) { (lowering) throws(Failure) in
      try lowering.evaluateKind(of: expression)
    }
  }

  private mutating func evaluateKind(of expression: Expression) throws(Failure) -> Value {
    let range = expression.range
    switch expression.kind {
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .boolean(let value): return .boolean(value)
    case .string(let segments): return .string(try text(of: segments))
    case .name(let name): return try value(named: name, range)
    case .list(let elements): return .list(try evaluateAll(elements))
    case .tuple(let arguments):
      let elements = try evaluate(arguments)
      return .tuple(elements.map { ($0.label?.name, $0.value) })
    case .member(let base, let member): return try self.member(member, of: try evaluate(base))
    case .call(let callee, let arguments):
      return try call(callee, arguments, label: nil, range).single(range)
    case .element(let base, let index):
      return try element(of: try evaluate(base), index, range)
    case .unary(let op, let operand): return try apply(op, try evaluate(operand), range)
    case .binary(let op, let left, let right): return try evaluate(op, left, right, range)
    case .conditional(let condition, let consequent, let alternative):
      return try evaluate(try isTrue(condition) ? consequent : alternative)
    case .range(let lower, let upper, let isClosed):
      return try sequence(from: lower, to: upper, isClosed: isClosed, range)
    }
  }

  private mutating func evaluateAll(_ expressions: [Expression]) throws(Failure) -> [Value] {
    var values: [Value] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  /// The text of a string or label, with its expressions filled in.
  mutating func text(of segments: [TextSegment]) throws(Failure) -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text): result += text
      case .interpolation(let expression):
        switch try evaluate(expression) {
        case .integer(let value): result += String(value)
        case .number(let value): result += String(value)
        case .boolean(let value): result += String(value)
        case .string(let value): result += value
        case .unknown: throw .consequence
        case let value: throw .mistake(.notText(value, expression.range))
        }
      }
    }
    return result
  }

  /// The value of a condition.
  mutating func isTrue(_ condition: Expression) throws(Failure) -> Bool {
    switch try evaluate(condition) {
    case .boolean(let value): return value
    case .unknown: throw .consequence
    case let value: throw .mistake(.notBoolean(value, condition.range))
    }
  }

  private mutating func evaluate(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange
  ) throws(Failure) -> Value {
    // The right side of a logical operator counts only when the left side does not decide.
    if op == .and { return .boolean(try isTrue(left) ? try isTrue(right) : false) }
    if op == .or { return .boolean(try isTrue(left) ? true : try isTrue(right)) }
    return try combine(op, try evaluate(left), try evaluate(right), range)
  }

  private mutating func sequence(
    from lower: Expression?, to upper: Expression?, isClosed: Bool, _ range: SourceRange
  ) throws(Failure) -> Value {
    guard let lower, let upper else { throw .mistake(.openRange(range)) }
    let first = try integer(lower)
    let last = try integer(upper)
    guard !isClosed || last < Int.max else { throw .mistake(.overflow(range)) }
    let end = isClosed ? last + 1 : last
    guard first <= end else { throw .mistake(.invertedRange(first, last, range)) }
    return .range(first..<end)
  }

  /// The value of an expression that must be an integer.
  mutating func integer(_ expression: Expression) throws(Failure) -> Int {
    switch try evaluate(expression) {
    case .integer(let value): return value
    case .unknown: throw .consequence
    case let value: throw .mistake(.notInteger(value, expression.range))
    }
  }

}

extension [Value] {

  /// The only value of a call in an expression.
  func single(_ range: SourceRange) throws(Failure) -> Value {
    guard count == 1 else { throw .mistake(.severalResults(count, range)) }
    return self[0]
  }

}
