import CNNSource
import CNNSyntax

extension Lowering {

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
  func combine(
    _ op: BinaryOperator, _ left: Value, _ right: Value, _ range: SourceRange
  ) throws(Failure) -> Value {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): throw .consequence
    default: break
    }
    if op == .equal || op == .notEqual {
      guard let equal = left.isEqual(to: right) else {
        throw .mistake(.wrongOperands(op.rawValue, left, right, range))
      }
      return .boolean(equal == (op == .equal))
    }
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return try combine(op, a, b, range)
    case (.list(let a), .list(let b)) where op == .add:
      guard a.count + b.count <= Self.sizeLimit else { throw .mistake(.listTooLong(range)) }
      return .list(a + b)
    case (.string(let a), .string(let b)) where op == .add:
      guard a.utf8.count + b.utf8.count <= Self.sizeLimit else {
        throw .mistake(.listTooLong(range))
      }
      return .string(a + b)
    default:
      guard let a = left.asDouble, let b = right.asDouble,
        let result = Self.combine(op, a, b)
      else { throw .mistake(.wrongOperands(op.rawValue, left, right, range)) }
      return result
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
    default: return Self.compare(op, a, b)
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

  private static func combine(_ op: BinaryOperator, _ a: Double, _ b: Double) -> Value? {
    switch op {
    case .add: .number(a + b)
    case .subtract: .number(a - b)
    case .multiply: .number(a * b)
    case .divide: .number(a / b)
    case .remainder: .number(a.truncatingRemainder(dividingBy: b))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: compare(op, a, b)
    default: nil
    }
  }

  private static func compare<Number: Comparable>(
    _ op: BinaryOperator, _ a: Number, _ b: Number
  ) -> Value {
    switch op {
    case .less: .boolean(a < b)
    case .lessOrEqual: .boolean(a <= b)
    case .greater: .boolean(a > b)
    default: .boolean(a >= b)
    }
  }

}

extension Value {

  /// The value of an integer or a number.
  var asDouble: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

}
