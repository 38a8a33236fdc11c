import CNNIR
import CNNSource
import CNNSyntax

/// The wording of what can be wrong with expressions.
extension Diagnostic {

  static func overflow(_ range: SourceRange) -> Self {
    Self(.error, "integer-overflow", "the result exceeds 64 bits", at: range)
  }

  static func numberOverflow(_ range: SourceRange) -> Self {
    Self(.error, "number-overflow", "the result is no finite number", at: range)
  }

  static func divisionByZero(_ range: SourceRange) -> Self {
    Self(.error, "division-by-zero", "the divisor is 0", at: range)
  }

  static func shiftCount(_ count: Int, _ range: SourceRange) -> Self {
    Self(.error, "shift-count", "a shift is by 0 to 63 bits, not \(count)", at: range)
  }

  static func listTooLarge(_ range: SourceRange) -> Self {
    let message = "lists and strings have at most \(Lowering.sizeLimit) elements"
    return Self(.error, "list-too-large", message, at: range)
  }

  static func listTooDeep(_ range: SourceRange) -> Self {
    let message = "lists, tuples and arguments nest at most \(Lowering.listDepthLimit) deep"
    return Self(.error, "list-too-deep", message, at: range)
  }

  static func wrongOperand(_ op: String, _ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "wrong-operand", "'\(op)' does not apply to \(value.kindPhrase)", at: range)
  }

  static func wrongOperands(_ op: String, _ a: Value, _ b: Value, _ range: SourceRange) -> Self {
    let message = "'\(op)' does not apply to \(a.kindPhrase) and \(b.kindPhrase)"
    return Self(.error, "wrong-operand", message, at: range)
  }

  static func notText(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-text", "\(value.kindPhrase) has no text to fill in", at: range)
  }

  static func notBoolean(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-boolean", "a condition is true or false, not \(value.kindPhrase)", at: range)
  }

  static func notInteger(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-integer", "an integer is needed here, not \(value.kindPhrase)", at: range)
  }

  static func notANumber(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-a-number", "a number is needed here, not \(value.kindPhrase)", at: range)
  }

  static func openRange(_ range: SourceRange) -> Self {
    Self(.error, "open-range", "only an index may leave out an end of a range", at: range)
  }

  static func invertedRange(_ first: Int, _ last: Int, _ range: SourceRange) -> Self {
    Self(.error, "inverted-range", "the range runs from \(first) down to \(last)", at: range)
  }

  static func notIndexable(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-indexable", "\(value.kindPhrase) has no elements", at: range)
  }

  static func indexOutOfRange(_ index: Int, _ count: Int, _ range: SourceRange) -> Self {
    let message =
      switch count {
      case 0: "there are no elements to index"
      case 1: "the index \(index) is not 0, the only one"
      default: "the index \(index) is not from 0 to \(count - 1)"
      }
    return Self(.error, "index-out-of-range", message, at: range)
  }

  static func unknownMember(
    _ member: Identifier, of value: Value, _ candidates: [String]
  ) -> Self {
    unknownMember(member, value.kindPhrase, candidates)
  }

  static func unknownExtent(
    _ member: Identifier, _ shape: Shape, _ candidates: [String]
  ) -> Self {
    unknownMember(member, "a value of shape \(shape)", candidates)
  }

  private static func unknownMember(
    _ member: Identifier, _ owner: String, _ candidates: [String]
  ) -> Self {
    let hint = hint(for: member.name, among: candidates)
    let list = quotedList(candidates)
    return Self(
      .error, "unknown-member", "\(owner) has no '\(member.name)'\(hint)", at: member.range,
      notes: candidates.isEmpty ? [] : [Note("it has \(list)")],
      fixIt: FixIt(misspelt: member.name, at: member.range, among: candidates))
  }

  static func builtinLabel(_ label: Identifier, _ builtin: Builtin) -> Self {
    let message = "the arguments of \(builtin.rawValue) have no labels"
    return Self(.error, "unknown-parameter", message, at: label.range)
  }

  static func builtinCount(_ builtin: Builtin, _ range: SourceRange) -> Self {
    let needed =
      switch builtin {
      case .min, .max: "at least one number"
      case .floor, .ceil, .round, .abs: "one number"
      }
    return Self(.error, "argument-count", "\(builtin.rawValue) takes \(needed)", at: range)
  }

}
