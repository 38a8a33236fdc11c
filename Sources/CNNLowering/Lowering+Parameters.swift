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

  mutating func evaluate(_ arguments: [Argument]) throws(Failure) -> [EvaluatedArgument] {
    var evaluated: [EvaluatedArgument] = []
    for argument in arguments {
      evaluated.append(
        EvaluatedArgument(
          label: argument.label, value: try evaluate(argument.value), range: argument.value.range))
    }
    return evaluated
  }

  /// Which parameter of `definition` each argument gives: a label names it, and those without
  /// label go to the parameters in order that no label names.
  func assign(
    _ arguments: [EvaluatedArgument], to definition: Definition, _ range: SourceRange
  ) throws(Failure) -> [String: Value] {
    var values: [String: Value] = [:]
    let parameters = definition.parameters.map(\.name.name)
    let labels = Set(arguments.compactMap { $0.label?.name })
    var positional = parameters.filter { !labels.contains($0) }[...]
    for argument in arguments {
      if let label = argument.label {
        guard parameters.contains(label.name) else {
          throw .mistake(.unknownParameter(label, of: definition))
        }
        guard values.updateValue(argument.value, forKey: label.name) == nil else {
          throw .mistake(.duplicateArgument(label.name, label.range))
        }
      } else {
        guard let name = positional.popFirst() else {
          throw .mistake(.surplusArgument(argument.range, definition))
        }
        values[name] = argument.value
      }
    }
    return values
  }

  /// Binds the parameters of `definition` in the current frame: to what is given, else to their
  /// defaults, which may use the parameters before them.
  mutating func bindParameters(
    _ definition: Definition, _ given: [String: Value], at range: SourceRange,
    isNetwork: Bool = false
  ) throws(Failure) {
    var given = given
    if isNetwork { given.merge(try evaluateSettings(definition)) { $1 } }
    for parameter in definition.parameters {
      let name = parameter.name.name
      if let value = given[name] {
        bind(name, to: value)
      } else if let expression = parameter.defaultValue {
        bind(name, to: try evaluate(expression))
      } else {
        throw .mistake(.missingArgument(parameter.name, of: definition, range))
      }
    }
  }

  /// The values that the command line gives to the network's parameters.
  private mutating func evaluateSettings(
    _ definition: Definition
  ) throws(Failure) -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, expression) in options.settings {
      guard definition.parameters.contains(where: { $0.name.name == name.name }) else {
        throw .mistake(.unknownParameter(name, of: definition))
      }
      values[name.name] = try evaluate(expression)
    }
    return values
  }

}
