import CNNIR
import CNNSource
import CNNSyntax

/// The wording of what can be wrong with names, networks and calls.
extension Diagnostic {

  static func unknownName(_ name: String, _ range: SourceRange, near: String?) -> Self {
    let hint = near.map { "; did you mean '\($0)'?" } ?? ""
    return Self(
      .error, "unknown-name", "there is no '\(name)' here\(hint)", at: range,
      fixIt: near.map { FixIt(replace: range, with: $0) })
  }

  static func duplicateDeclaration(_ name: Identifier, _ other: Identifier) -> Self {
    Self(
      .error, "duplicate-declaration", "'\(name.name)' is declared twice", at: name.range,
      notes: [Note("the other declaration", at: other.range)])
  }

  static func duplicateName(_ name: String, _ range: SourceRange, _ other: SourceRange) -> Self {
    Self(
      .error, "duplicate-name", "the name '\(name)' is given twice", at: range,
      notes: [Note("it was given here", at: other)])
  }

  static func importCycle(_ path: String, _ range: SourceRange) -> Self {
    Self(.error, "import-cycle", "importing '\(path)' leads back to this file", at: range)
  }

  static func noSuchNetwork(_ name: String, _ networks: [String], _ file: SourceFile) -> Self {
    let known = networks.isEmpty ? "none" : networks.map { "'\($0)'" }.joined(separator: ", ")
    let near = nearestName(to: name, among: networks)
    return Self(
      .error, "no-such-network", "the file has no network '\(name)'; it has \(known)",
      at: .file(file.name), notes: near.map { [Note("did you mean '\($0)'?")] } ?? [])
  }

  static func noNetwork(_ file: SourceFile) -> Self {
    Self(
      .error, "no-network", "the file has no network; write 'network Name { … }'",
      at: .file(file.name))
  }

  static func networkCycle(_ name: Identifier) -> Self {
    Self(.error, "network-cycle", "'\(name.name)' specialises itself", at: name.range)
  }

  static func notANetwork(_ name: Identifier) -> Self {
    Self(.error, "not-a-network", "'\(name.name)' is no network", at: name.range)
  }

  static func expectedNetworkCall(_ range: SourceRange) -> Self {
    let message = "a network is specialised from another: 'network A = B(…)'"
    return Self(.error, "expected-network", message, at: range)
  }

  static func networkApplied(_ name: Identifier, _ range: SourceRange) -> Self {
    let message = "'\(name.name)' is a network; only blocks and layers can be applied"
    return Self(.error, "network-applied", message, at: range)
  }

  static func noOutput(_ name: Identifier, _ reason: String) -> Self {
    Self(.error, "no-output", "'\(name.name)' has no result: \(reason)", at: name.range)
  }

  static func noCurrentValue(_ reason: String, _ range: SourceRange) -> Self {
    Self(.error, "no-current-value", "there is no value to apply this to: \(reason)", at: range)
  }

  static func noInput(_ range: SourceRange) -> Self {
    Self(.error, "no-current-value", "'in' needs an input before it", at: range)
  }

  static func unknownParameter(_ label: Identifier, of definition: Definition) -> Self {
    let names = definition.parameters.map(\.name.name)
    let hint = nearestName(to: label.name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    let list = names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      .error, "unknown-parameter",
      "'\(definition.name.name)' has no parameter '\(label.name)'\(hint)", at: label.range,
      notes: [Note("its parameters: \(list)", at: definition.name.range)])
  }

  static func missingArgument(
    _ parameter: Identifier, of definition: Definition, _ range: SourceRange
  ) -> Self {
    let message = "'\(definition.name.name)' needs a value for '\(parameter.name)'"
    return Self(
      .error, "missing-argument", message, at: range,
      notes: [Note("the parameter has no default", at: parameter.range)])
  }

  static func duplicateArgument(_ name: String, _ range: SourceRange) -> Self {
    Self(.error, "duplicate-argument", "'\(name)' is given twice", at: range)
  }

  static func surplusArgument(_ range: SourceRange, _ definition: Definition) -> Self {
    let count = definition.parameters.count
    let message =
      "'\(definition.name.name)' takes \(count) argument\(count == 1 ? "" : "s"); "
      + "this is one more"
    return Self(.error, "surplus-argument", message, at: range)
  }

  static func unknownAttribute(_ label: Identifier, of type: any Op.Type) -> Self {
    let near = nearestName(to: label.name, among: type.attributeNames)
    let hint = near.map { "; did you mean '\($0)'?" } ?? ""
    let names = type.attributeNames
    let list = names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      .error, "unknown-attribute", "\(type.mnemonic) has no attribute '\(label.name)'\(hint)",
      at: label.range, notes: [Note("its attributes: \(list)")],
      fixIt: near.map { FixIt(replace: label.range, with: $0) })
  }

  static func missingAttribute(
    _ name: String, of type: any Op.Type, _ range: SourceRange
  ) -> Self {
    Self(.error, "missing-attribute", "\(type.mnemonic) needs '\(name)'", at: range)
  }

  static func surplusAttribute(_ range: SourceRange, _ type: any Op.Type) -> Self {
    let names = type.attributeNames.map { "'\($0)'" }.joined(separator: ", ")
    let message =
      names.isEmpty
      ? "\(type.mnemonic) takes no attributes" : "\(type.mnemonic) takes no more than \(names)"
    return Self(.error, "surplus-argument", message, at: range)
  }

  static func notAnAttribute(_ name: String, _ value: Value, _ range: SourceRange) -> Self {
    let message = "'\(name)' cannot be \(value.kindPhrase)"
    return Self(.error, "attribute-type", message, at: range)
  }

  static func labelledExtent(_ label: Identifier) -> Self {
    Self(.error, "labelled-extent", "the extents of an input have no labels", at: label.range)
  }

}

/// The wording of what can be wrong with statements.
extension Diagnostic {

  static func notALayer(_ value: Value, _ range: SourceRange) -> Self {
    let message = "a statement applies a layer; this is \(value.kindPhrase)"
    return Self(.error, "not-a-layer", message, at: range)
  }

  static func notCallable(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-callable", "\(value.kindPhrase) cannot be called", at: range)
  }

  static func notABlock(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-a-block", "'inline' needs a block, not \(value.kindPhrase)", at: range)
  }

  static func notATensor(_ value: Value, _ range: SourceRange) -> Self {
    let message = "a value of the network is needed here, not \(value.kindPhrase)"
    return Self(.error, "not-a-value", message, at: range)
  }

  static func expectedLayer(_ range: SourceRange) -> Self {
    let message = "'layer' declares a layer such as 'conv(256, kernel: 3)'"
    return Self(.error, "expected-layer", message, at: range)
  }

  static func sharedLayerArgument(_ range: SourceRange) -> Self {
    let message = "a shared layer takes operands only; its declaration sets the attributes"
    return Self(.error, "surplus-argument", message, at: range)
  }

  static func uselessLabel(_ range: SourceRange) -> Self {
    let message = "a label names a layer, a block or a brace; none of these stands here"
    return Self(.error, "useless-label", message, at: range)
  }

  static func emptyName(_ range: SourceRange) -> Self {
    Self(.error, "empty-name", "a label needs at least one character", at: range)
  }

  static func unquotedNumber(_ range: SourceRange) -> Self {
    Self(.error, "unquoted-number", "a label that is only a number is quoted", at: range)
  }

  static func needsLet(_ name: Identifier, _ value: Value) -> Self {
    let message =
      "'\(name.name) = …' names a layer's result; for \(value.kindPhrase) write "
      + "'let \(name.name) = …'"
    return Self(.error, "needs-let", message, at: name.range)
  }

  static func notAVariable(_ name: Identifier) -> Self {
    let message = "'\(name.name)' is no variable; declare it with 'var'"
    return Self(.error, "not-a-variable", message, at: name.range)
  }

  static func notDestructible(_ value: Value, _ range: SourceRange) -> Self {
    let message = "several names need a tuple or a list, not \(value.kindPhrase)"
    return Self(.error, "wrong-element-count", message, at: range)
  }

  static func wrongElementCount(_ names: Int, _ values: Int, _ range: SourceRange) -> Self {
    let message = "\(names) name\(names == 1 ? "" : "s") cannot take \(values) values"
    return Self(.error, "wrong-element-count", message, at: range)
  }

  static func severalResults(_ count: Int, _ range: SourceRange) -> Self {
    let message = "an expression needs one result; this has \(count)"
    return Self(.error, "wrong-element-count", message, at: range)
  }

  static func returnOutsideBlock(_ range: SourceRange) -> Self {
    Self(.error, "return-outside-block", "only a block returns values", at: range)
  }

  static func inputOutsideNetwork(_ range: SourceRange) -> Self {
    Self(.error, "input-outside-network", "inputs stand in the network's own body", at: range)
  }

  static func invalidInputShape(_ range: SourceRange) -> Self {
    let message = "an input needs extents from 1 to \(Shape.largestExtent) and a countable size"
    return Self(.error, "invalid-shape", message, at: range)
  }

  static func duplicateOutput(_ name: Identifier) -> Self {
    Self(.error, "duplicate-name", "there are two outputs '\(name.name)'", at: name.range)
  }

  static func notACombinator(_ range: SourceRange, _ table: OpTable) -> Self {
    let names = table.types.filter { $0.allows(operandCount: .max) }.map { "'\($0.mnemonic)'" }
    let message = "branches are joined by \(names.joined(separator: ", "))"
    return Self(.error, "not-a-combinator", message, at: range)
  }

  static func noBranches(_ range: SourceRange) -> Self {
    Self(.error, "no-branches", "there is no branch to join", at: range)
  }

  static func notASequence(_ value: Value, _ range: SourceRange) -> Self {
    Self(
      .error, "not-a-sequence", "'for' runs over a list or a range, not \(value.kindPhrase)",
      at: range)
  }

  static func brokenExpectation(
    _ severity: Severity, _ range: SourceRange, actual: String?
  ) -> Self {
    Self(
      severity, "broken-expectation", "the network is not as expected", at: range,
      notes: actual.map { [Note($0)] } ?? [])
  }

  static func recursionTooDeep(_ range: SourceRange) -> Self {
    let message = "blocks and bodies nest more than \(Lowering.depthLimit) deep"
    return Self(.error, "recursion-too-deep", message, at: range)
  }

  static func tooManySteps(_ range: SourceRange) -> Self {
    let message = "the network takes more than \(Lowering.stepLimit) steps to build"
    return Self(.error, "too-many-steps", message, at: range)
  }

}
