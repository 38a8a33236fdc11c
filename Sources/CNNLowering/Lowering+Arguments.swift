import CNNIR
import CNNSource
import CNNSyntax

/// An argument of a call with its value.
struct EvaluatedArgument {
  var label: Identifier?
  var value: Value
  var range: SourceRange
  /// The settings of the command line that the value depends on.
  var settings: Set<Identifier> = []
}

extension Lowering {

  /// How many mistakes in the arguments of one call are shown.
  private static let shownMistakes = 8

  /// The values of arguments; a mistake in one leaves it unknown.
  mutating func evaluate(_ arguments: [Argument]) throws(Failure) -> [EvaluatedArgument] {
    try checkOrder(of: arguments)
    return arguments.map { (argument) in
      let (value, settings) = tracingSettings { $0.evaluateReporting(argument.value) }
      return EvaluatedArgument(
        label: argument.label, value: value, range: argument.value.range, settings: settings)
    }
  }

  /// Requires that arguments without label stand before those with one.
  private func checkOrder(of arguments: [Argument]) throws(Failure) {
    guard let first = arguments.firstIndex(where: { $0.label != nil }) else { return }
    guard let late = arguments[first...].first(where: { $0.label == nil }) else { return }
    throw .mistake(.argumentOrder(late.value.range, behind: arguments[first]))
  }

  /// The value of an expression, or unknown after reporting what is wrong with it.
  mutating func evaluateReporting(_ expression: Expression) -> Value {
    do throws(Failure) {
      return try evaluate(expression)
    } catch {
      report(error)
      return .unknown
    }
  }

  /// Which of `names` each argument gives: those without label give the first names, in order, and
  /// a label names another one.
  mutating func match(
    _ arguments: [EvaluatedArgument], to names: [String],
    unknown: (Identifier, _ free: [String]) -> Diagnostic,
    surplus: (EvaluatedArgument) -> Diagnostic
  ) throws(Failure) -> [String: EvaluatedArgument] {
    let plain = arguments.prefix { $0.label == nil }
    var given = Dictionary(uniqueKeysWithValues: zip(names, plain))
    var mistakes = plain.dropFirst(names.count).prefix(1).map(surplus)
    let labelled = arguments.dropFirst(plain.count)
    let known = labelled.isEmpty ? [] : Set(names)
    for argument in labelled where mistakes.count < Self.shownMistakes {
      guard let label = argument.label else { continue }
      if !known.contains(label.name) {
        let mentioned = Set(labelled.compactMap(\.label?.name))
        let free = names.dropFirst(plain.count).filter { !mentioned.contains($0) }
        mistakes.append(unknown(label, free))
      } else if let other = given.updateValue(argument, forKey: label.name) {
        mistakes.append(
          other.label.map { .duplicateArgument(label, $0) }
            ?? .duplicateArgument(label, byPlace: other.range))
      }
    }
    for mistake in mistakes { report(.mistake(mistake)) }
    // What is missing after a mistake may be what the mistake meant.
    if !mistakes.isEmpty { throw .consequence }
    return given
  }

}

// MARK: - Parameters

extension Lowering {

  /// The value that `arguments` give to each parameter of `definition`; those without a default
  /// must be among them.
  mutating func assign(
    _ arguments: [EvaluatedArgument], to definition: Definition, _ range: SourceRange
  ) throws(Failure) -> [String: EvaluatedArgument] {
    let values = try match(arguments, to: definition)
    try checkComplete(values, definition, at: range)
    return values
  }

  /// The value that `arguments` give to each parameter of `definition`.
  mutating func match(
    _ arguments: [EvaluatedArgument], to definition: Definition
  ) throws(Failure) -> [String: EvaluatedArgument] {
    try match(
      arguments, to: definition.parameters.map(\.name.name),
      unknown: { .unknownParameter($0, of: definition, free: $1) },
      surplus: { .surplusArgument($0.range, definition) })
  }

  /// Requires a value for each parameter without a default.
  func checkComplete(
    _ values: [String: EvaluatedArgument], _ definition: Definition, at range: SourceRange
  ) throws(Failure) {
    let missing = definition.parameters.filter {
      $0.defaultValue == nil && values[$0.name.name] == nil
    }
    if !missing.isEmpty {
      throw .mistake(.missingArguments(missing.map(\.name), of: definition, range))
    }
  }

  /// Binds the parameters of `definition` in the current frame: to what is given, else to their
  /// defaults, which may use the parameters before them.
  mutating func bindParameters(
    _ definition: Definition, _ given: [String: EvaluatedArgument]
  ) {
    for parameter in definition.parameters {
      let name = parameter.name.name
      if let argument = given[name] {
        frame.bind(name, to: argument.value, settings: argument.settings)
      } else if let expression = parameter.defaultValue {
        let (value, settings) = tracingSettings { $0.evaluateReporting(expression) }
        frame.bind(name, to: value, settings: settings)
      } else {
        frame.bind(name, to: .unknown)
      }
    }
  }

}
