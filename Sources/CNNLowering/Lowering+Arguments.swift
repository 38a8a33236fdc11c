import CNNIR
import CNNSource
import CNNSyntax

/// An argument of a call with its value.
struct EvaluatedArgument {
  var label: Identifier?
  var value: Value
  var range: SourceRange
}

extension Lowering {

  /// The values of arguments; a mistake in one leaves it unknown.
  mutating func evaluate(_ arguments: [Argument]) -> [EvaluatedArgument] {
    arguments.map { (argument) in
      EvaluatedArgument(
        label: argument.label, value: evaluateReporting(argument.value),
        range: argument.value.range)
    }
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

  /// Which of `names` each argument gives: a label names it, and those without label go, in order,
  /// to the names that no label mentions.
  mutating func match(
    _ arguments: [EvaluatedArgument], to names: [String],
    unknown: (Identifier, _ free: [String]) -> Diagnostic,
    surplus: (EvaluatedArgument) -> Diagnostic
  ) throws(Failure) -> [String: EvaluatedArgument] {
    var given: [String: EvaluatedArgument] = [:]
    let labels = Set(arguments.compactMap { $0.label?.name })
    var positional = names.filter { !labels.contains($0) }[...]
    let free = positional.dropFirst(arguments.count { $0.label == nil })
    var isWrong = false
    for argument in arguments {
      var mistake: Diagnostic?
      if let label = argument.label {
        if !names.contains(label.name) {
          mistake = unknown(label, Array(free))
        } else if given.updateValue(argument, forKey: label.name) != nil {
          mistake = .duplicateArgument(label)
        }
      } else if let name = positional.popFirst() {
        given[name] = argument
      } else {
        mistake = surplus(argument)
      }
      guard let mistake else { continue }
      report(.mistake(mistake))
      isWrong = true
    }
    // What is missing after a mistake may be what the mistake meant.
    if isWrong { throw .consequence }
    return given
  }

}

// MARK: - Parameters

extension Lowering {

  /// The value that `arguments` give to each parameter of `definition`; those without a default
  /// must be among them.
  mutating func assign(
    _ arguments: [EvaluatedArgument], to definition: Definition, _ range: SourceRange
  ) throws(Failure) -> [String: Value] {
    let values = try match(arguments, to: definition)
    try checkComplete(values, definition, at: range)
    return values
  }

  /// The value that `arguments` give to each parameter of `definition`.
  mutating func match(
    _ arguments: [EvaluatedArgument], to definition: Definition
  ) throws(Failure) -> [String: Value] {
    try match(
      arguments, to: definition.parameters.map(\.name.name),
      unknown: { .unknownParameter($0, of: definition, free: $1) },
      surplus: { .surplusArgument($0.range, definition) }
    ).mapValues(\.value)
  }

  /// Requires a value for each parameter without a default.
  func checkComplete(
    _ values: [String: Value], _ definition: Definition, at range: SourceRange
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
    _ definition: Definition, _ given: [String: Value]
  ) throws(Failure) {
    for parameter in definition.parameters {
      let name = parameter.name.name
      var value = given[name]
      if value == nil, let expression = parameter.defaultValue {
        value = evaluateReporting(expression)
      }
      frame.bind(name, to: value ?? .unknown)
    }
  }

}
