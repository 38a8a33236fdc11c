import CNNSource

extension Lowering {

  /// The value of a function of numbers.
  func call(
    _ builtin: Builtin, _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> Value {
    if let label = arguments.compactMap(\.label).first {
      throw .mistake(.builtinLabel(label, builtin))
    }
    for argument in arguments {
      if case .unknown = argument.value { throw .consequence }
      if argument.value.asDouble == nil {
        throw .mistake(.notANumber(argument.value, argument.range))
      }
    }
    let values = arguments.map(\.value)
    switch builtin {
    case .min, .max:
      guard let first = values.first else { throw .mistake(.builtinCount(builtin, range)) }
      return values.dropFirst().reduce(first) { (best, value) in
        let isLess = (value.asDouble ?? 0) < (best.asDouble ?? 0)
        return isLess == (builtin == .min) ? value : best
      }
    case .floor, .ceil, .round, .abs:
      guard values.count == 1, let number = values[0].asDouble else {
        throw .mistake(.builtinCount(builtin, range))
      }
      return try rounded(builtin, values[0], number, range)
    }
  }

  private func rounded(
    _ builtin: Builtin, _ value: Value, _ number: Double, _ range: SourceRange
  ) throws(Failure) -> Value {
    if case .integer(let integer) = value {
      guard builtin == .abs else { return value }
      guard integer != .min else { throw .mistake(.overflow(range)) }
      return .integer(Swift.abs(integer))
    }
    if builtin == .abs { return .number(Swift.abs(number)) }
    let rule: FloatingPointRoundingRule =
      switch builtin {
      case .floor: .down
      case .ceil: .up
      default: .toNearestOrAwayFromZero
      }
    guard let integer = Int(exactly: number.rounded(rule)) else {
      throw .mistake(.overflow(range))
    }
    return .integer(integer)
  }

}
