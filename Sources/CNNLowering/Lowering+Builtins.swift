import CNNSource

extension Lowering {

  /// The value of a function of numbers.
  func call(
    _ builtin: Builtin, _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> Value {
    for argument in arguments {
      if let label = argument.label { throw .mistake(.builtinLabel(label, builtin)) }
      if argument.value.isUnknown { throw .consequence }
      guard argument.value.asDouble != nil else {
        throw .mistake(.notANumber(argument.value, argument.range))
      }
    }
    let values = arguments.map(\.value)
    switch builtin {
    case .min, .max:
      guard let first = values.first else { throw .mistake(.builtinCount(builtin, range)) }
      return values.dropFirst().reduce(first) { (best, value) in
        isLess(value, best) == (builtin == .min) ? value : best
      }
    case .floor, .ceil, .round, .abs:
      guard values.count == 1, let number = values[0].asDouble else {
        throw .mistake(.builtinCount(builtin, range))
      }
      if builtin == .abs { return try magnitude(of: values[0], number, range) }
      if case .integer = values[0] { return values[0] }
      return .integer(try rounded(number, builtin, range))
    }
  }

  /// Whether a number is less than another; whole ones are compared exactly.
  private func isLess(_ a: Value, _ b: Value) -> Bool {
    if case .integer(let a) = a, case .integer(let b) = b { return a < b }
    return (a.asDouble ?? 0) < (b.asDouble ?? 0)
  }

  private func magnitude(
    of value: Value, _ number: Double, _ range: SourceRange
  ) throws(Failure) -> Value {
    guard case .integer(let integer) = value else { return .number(Swift.abs(number)) }
    guard integer != .min else { throw .mistake(.overflow(range)) }
    return .integer(Swift.abs(integer))
  }

  private func rounded(
    _ number: Double, _ builtin: Builtin, _ range: SourceRange
  ) throws(Failure) -> Int {
    let rule: FloatingPointRoundingRule =
      switch builtin {
      case .floor: .down
      case .ceil: .up
      default: .toNearestOrAwayFromZero
      }
    guard let integer = Int(exactly: number.rounded(rule)) else {
      throw .mistake(.overflow(range))
    }
    return integer
  }

}
