import CNNSource
import CNNSyntax

extension Lowering {

  /// The value of a unary operator.
  func apply(
    _ op: UnaryOperator, _ operand: Value, _ range: SourceRange
  ) throws(Failure) -> Value {
    switch (op, operand) {
    case (.negate, .integer(let value)):
      let (result, overflow) = 0.subtractingReportingOverflow(value)
      if overflow { throw .mistake(.overflow(range)) }
      return .integer(result)
    case (.negate, .number(let value)): return .number(-value)
    case (.not, .boolean(let value)): return .boolean(!value)
    case (_, .unknown): throw .consequence
    default: throw .mistake(.wrongOperand(op.rawValue, operand, range))
    }
  }

  /// The value of a binary operator other than `&&` and `||`.
  mutating func combine(
    _ op: BinaryOperator, _ left: Value, _ right: Value, _ range: SourceRange
  ) throws(Failure) -> Value {
    if left.isUnknown || right.isUnknown { throw .consequence }
    if op == .equal || op == .notEqual {
      try charge(min(left.weight, right.weight), at: range)
      guard let equal = left.isEqual(to: right) else {
        throw .mistake(.wrongOperands(op.rawValue, left, right, range))
      }
      return .boolean(equal == (op == .equal))
    }
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return try combine(op, a, b, range)
    case (.list(var a), .list(let b)) where op == .add:
      try checkSize(a.weight + b.weight, max(a.depth, b.depth), range)
      try charge(a.count + b.count, at: range)
      a.append(contentsOf: b)
      return .list(a)
    case (.string(let a), .string(let b)) where op == .add:
      try checkSize(left.weight + right.weight, 0, range)
      try charge(left.weight + right.weight, at: range)
      return .string(a + b)
    default:
      guard let a = left.asDouble, let b = right.asDouble, op.isArithmetic else {
        throw .mistake(.wrongOperands(op.rawValue, left, right, range))
      }
      return try combine(op, a, b, range)
    }
  }

  private func combine(
    _ op: BinaryOperator, _ a: Int, _ b: Int, _ range: SourceRange
  ) throws(Failure) -> Value {
    let result: (partialValue: Int, overflow: Bool)
    switch op {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide, .remainder:
      if b == 0 { throw .mistake(.divisionByZero(range)) }
      result =
        op == .divide
        ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
    case .shiftLeft, .shiftRight: return .integer(try shift(op, a, b, range))
    default: return .boolean(Self.compare(op, a, b))
    }
    if result.overflow { throw .mistake(.overflow(range)) }
    return .integer(result.partialValue)
  }

  private func shift(
    _ op: BinaryOperator, _ a: Int, _ b: Int, _ range: SourceRange
  ) throws(Failure) -> Int {
    guard (0..<Int.bitWidth).contains(b) else { throw .mistake(.shiftCount(b, range)) }
    if op == .shiftRight { return a >> b }
    let result = a << b
    if result >> b != a { throw .mistake(.overflow(range)) }
    return result
  }

  private func combine(
    _ op: BinaryOperator, _ a: Double, _ b: Double, _ range: SourceRange
  ) throws(Failure) -> Value {
    let result: Double
    switch op {
    case .add: result = a + b
    case .subtract: result = a - b
    case .multiply: result = a * b
    case .divide, .remainder:
      if b == 0 { throw .mistake(.divisionByZero(range)) }
      result = op == .divide ? a / b : a.truncatingRemainder(dividingBy: b)
    default: return .boolean(Self.compare(op, a, b))
    }
    guard result.isFinite else { throw .mistake(.numberOverflow(range)) }
    return .number(result)
  }

  private static func compare<Number: Comparable>(
    _ op: BinaryOperator, _ a: Number, _ b: Number
  ) -> Bool {
    switch op {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

}

extension BinaryOperator {

  /// Whether the operator applies to numbers that are no integers.
  fileprivate var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .less, .lessOrEqual, .greater,
      .greaterOrEqual:
      true
    case .shiftLeft, .shiftRight, .equal, .notEqual, .and, .or: false
    }
  }

}
