import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// The value of an expression.
  mutating func evaluate(_ expression: Expression) throws(Failure) -> Value {
    try descend(at: expression.range)
    defer { ascend() }
    let range = expression.range
    switch expression.kind {
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .boolean(let value): return .boolean(value)
    case .string(let segments): return .string(try text(of: segments, range))
    case .name(let name): return try value(named: name, range)
    case .list(let elements):
      return .list(try evaluateAll(elements, range))
    case .tuple(let arguments):
      try checkLabels(of: arguments)
      let elements = try evaluateAll(arguments.map(\.value), range)
      return .tuple(elements, labels: arguments.map(\.label?.name))
    case .member(let base, let member):
      return try self.member(member, of: try evaluate(base), range)
    case .call(let callee, let arguments):
      return try evaluateCall(callee, arguments, range)
    case .element(let base, let index):
      return try element(of: try evaluate(base), index, base.range)
    case .unary(let op, let operand): return try apply(op, try evaluate(operand), range)
    case .binary(let op, let left, let right): return try evaluate(op, left, right, range)
    case .conditional(let condition, let consequent, let alternative):
      return try evaluate(try isTrue(condition) ? consequent : alternative)
    case .range(let lower, let upper, let isClosed):
      return try sequence(from: lower, to: upper, isClosed: isClosed, range)
    }
  }

  /// Requires that the labels of a tuple differ.
  private func checkLabels(of elements: [Argument]) throws(Failure) {
    var seen: [String: Identifier] = [:]
    for label in elements.compactMap(\.label) {
      if let other = seen.updateValue(label, forKey: label.name) {
        throw .mistake(.duplicateArgument(label, other))
      }
    }
  }

  private mutating func evaluateAll(
    _ expressions: [Expression], _ range: SourceRange
  ) throws(Failure) -> Elements {
    var elements = Elements([])
    for expression in expressions { elements.append(try evaluate(expression)) }
    try checkSize(elements, range)
    return elements
  }

  /// The text of a string or label, with its expressions filled in.
  mutating func text(
    of segments: [TextSegment], _ range: SourceRange
  ) throws(Failure) -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text): result += text
      case .interpolation(let expression): result += try text(of: expression)
      }
      try checkSize(result.utf8.count, 0, range)
    }
    return result
  }

  /// The text that stands for the value of an expression within a text.
  private mutating func text(of expression: Expression) throws(Failure) -> String {
    switch try evaluate(expression) {
    case .integer(let value): return String(value)
    case .number(let value): return String(value)
    case .boolean(let value): return String(value)
    case .string(let value):
      try charge(value.utf8.count, at: expression.range)
      return value
    case .unknown: throw .consequence
    case let value: throw .mistake(.notText(value, expression.range))
    }
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
    let (end, overflow) = last.addingReportingOverflow(isClosed ? 1 : 0)
    if overflow { throw .mistake(.overflow(range)) }
    guard first <= end else { throw .mistake(.invertedRange(first, last, range)) }
    return .range(first..<end)
  }

  /// The value of an expression that must be an integer.
  mutating func integer(_ expression: Expression) throws(Failure) -> Int {
    try integer(try evaluate(expression), expression.range)
  }

  /// A value that must be an integer.
  func integer(_ value: Value, _ range: SourceRange) throws(Failure) -> Int {
    switch value {
    case .integer(let integer): return integer
    case .unknown: throw .consequence
    default: throw .mistake(.notInteger(value, range))
    }
  }

}

// MARK: - Limits

extension Lowering {

  /// Requires that a list or text is of a size that leaves the work on it bounded.
  func checkSize(_ weight: Int, _ depth: Int, _ range: SourceRange) throws(Failure) {
    guard weight <= Self.sizeLimit else { throw .mistake(.listTooLarge(range)) }
    guard depth <= Self.listDepthLimit else { throw .mistake(.listTooDeep(range)) }
  }

  /// Requires that the parts of a value are of a size that leaves the work on them bounded.
  func checkSize(_ parts: Elements?, _ range: SourceRange) throws(Failure) {
    if let parts { try checkSize(parts.weight, parts.depth, range) }
  }

}

extension [Value] {

  /// The only value of a call in an expression.
  func single(_ range: SourceRange) throws(Failure) -> Value {
    guard count == 1 else { throw .mistake(.severalResults(count, range)) }
    return self[0]
  }

}
