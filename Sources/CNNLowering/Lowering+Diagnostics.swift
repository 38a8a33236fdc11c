import CNNIR
import CNNSource
import CNNSyntax

/// The wording of what can be wrong with names, networks and calls.
extension Diagnostic {

  static func unknownName(
    _ name: String, _ range: SourceRange, among candidates: [String]
  ) -> Self {
    let hint = hint(for: name, among: candidates)
    return Self(
      .error, "unknown-name", "there is no '\(name)' here\(hint)", at: range,
      fixIt: FixIt(misspelt: name, at: range, among: candidates))
  }

  /// A name that an op has elsewhere; its attributes may differ, so there is no certain repair.
  static func unknownName(
    _ name: String, _ range: SourceRange, meaning mnemonic: String
  ) -> Self {
    let message = "there is no '\(name)' here; the layer is called '\(mnemonic)'"
    return Self(.error, "unknown-name", message, at: range)
  }

  static func duplicateDeclaration(_ name: Identifier, _ other: Identifier) -> Self {
    Self(
      .error, "duplicate-declaration", "'\(name.name)' is declared twice", at: name.range,
      notes: [Note("the other declaration", at: other.range)])
  }

  static func duplicateName(_ name: String, _ range: SourceRange, _ other: SourceRange) -> Self {
    let note =
      other == range
      ? Note("this runs more than once in one scope; a label may count, as in 'conv{i}:'")
      : Note("it was given here", at: other)
    return Self(
      .error, "duplicate-name", "the name '\(name)' is given twice", at: range, notes: [note])
  }

  static func reservedName(_ name: Identifier) -> Self {
    let message = "'\(name.name)' is a word of the language; choose another name"
    return Self(.error, "reserved-name", message, at: name.range)
  }

  static func importTooDeep(_ range: SourceRange) -> Self {
    let message = "files import files at most \(Lowering.importDepthLimit) deep"
    return Self(.error, "import-too-deep", message, at: range)
  }

  static func tooManyFiles(_ range: SourceRange) -> Self {
    let message = "the text of a network stands in at most \(Lowering.fileLimit) files"
    return Self(.error, "too-many-files", message, at: range)
  }

  static func constantCycle(_ name: Identifier) -> Self {
    Self(.error, "constant-cycle", "the value of '\(name.name)' needs itself", at: name.range)
  }

  static func importCycle(_ path: String, _ range: SourceRange) -> Self {
    Self(.error, "import-cycle", "importing '\(path)' leads back to this file", at: range)
  }

  static func noSuchNetwork(_ name: String, _ networks: [String], _ file: SourceFile) -> Self {
    let known = networks.isEmpty ? "none" : quotedList(networks)
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
    Self(.error, "no-current-value", "there is no current value: \(reason)", at: range)
  }

  /// - Parameter free: the parameters that the call does not give yet.
  static func unknownParameter(
    _ label: Identifier, of definition: Definition, free: [String]
  ) -> Self {
    let names = definition.parameters.map(\.name.name)
    let hint = hint(for: label.name, among: names)
    let list = names.isEmpty ? "none" : quotedList(names)
    return Self(
      .error, "unknown-parameter",
      "'\(definition.name.name)' has no parameter '\(label.name)'\(hint)", at: label.range,
      notes: [Note("its parameters: \(list)", at: definition.name.range)],
      fixIt: FixIt(misspelt: label.name, at: label.range, among: free))
  }

  static func missingArguments(
    _ parameters: [Identifier], of definition: Definition, _ range: SourceRange
  ) -> Self {
    let list = quotedList(parameters.map(\.name))
    let values = parameters.count == 1 ? "a value" : "values"
    let message = "'\(definition.name.name)' needs \(values) for \(list)"
    return Self(
      .error, "missing-argument", message, at: range,
      notes: [Note("the parameter has no default", at: parameters[0].range)])
  }

  /// - Parameter place: the argument without label that gives what `label` names.
  static func duplicateArgument(_ label: Identifier, byPlace place: SourceRange) -> Self {
    Self(
      .error, "duplicate-argument", "'\(label.name)' is given twice", at: label.range,
      notes: [Note("it is given here, by its place", at: place)])
  }

  static func duplicateArgument(_ label: Identifier, _ other: Identifier) -> Self {
    Self(
      .error, "duplicate-argument", "'\(label.name)' is given twice", at: label.range,
      notes: [Note("it is given here", at: other.range)])
  }

  static func argumentOrder(_ range: SourceRange, behind labelled: Argument) -> Self {
    Self(
      .error, "argument-order", "arguments without a label stand before those with one", at: range,
      notes: labelled.label.map { [Note("this one has a label", at: $0.range)] } ?? [])
  }

  static func surplusArgument(_ range: SourceRange, _ definition: Definition) -> Self {
    let count = definition.parameters.count
    let arguments = count == 0 ? "no arguments" : count == 1 ? "1 argument" : "\(count) arguments"
    return Self(
      .error, "surplus-argument", "'\(definition.name.name)' takes \(arguments)", at: range,
      notes: [Note("it is declared here", at: definition.name.range)])
  }

  /// - Parameter free: the attributes that the call does not give yet.
  static func unknownAttribute(
    _ label: Identifier, of type: any Op.Type, free: [String]
  ) -> Self {
    unknownAttribute(label, of: type.mnemonic, among: type.attributeNames, free: free)
  }

  /// - Parameter free: the attributes that the call does not give yet.
  static func unknownAttribute(
    _ label: Identifier, of owner: String, among names: [String], free: [String]
  ) -> Self {
    let hint = hint(for: label.name, among: names)
    let list = names.isEmpty ? "none" : quotedList(names)
    return Self(
      .error, "unknown-attribute", "\(owner) has no attribute '\(label.name)'\(hint)",
      at: label.range, notes: [Note("its attributes: \(list)")],
      fixIt: FixIt(misspelt: label.name, at: label.range, among: free))
  }

  static func missingAttributes(
    _ names: [String], of type: any Op.Type, _ range: SourceRange
  ) -> Self {
    let list = quotedList(names)
    return Self(.error, "missing-attribute", "\(type.mnemonic) needs \(list)", at: range)
  }

  static func surplusAttribute(_ argument: EvaluatedArgument, _ type: any Op.Type) -> Self {
    let range = argument.range
    let names = type.attributeNames
    if names.isEmpty, type.joinsBranches { return .notATensor(argument.value, range) }
    if argument.value.isTensors {
      let message = "a value of the network stands before the attributes of \(type.mnemonic)"
      return Self(.error, "surplus-argument", message, at: range)
    }
    return .surplusAttribute(range, of: type.mnemonic, names)
  }

  static func surplusAttribute(
    _ range: SourceRange, of owner: String, _ names: [String]
  ) -> Self {
    let list = quotedList(names)
    let message =
      names.isEmpty ? "\(owner) takes no attributes" : "\(owner) takes no more than \(list)"
    return Self(.error, "surplus-argument", message, at: range)
  }

  static func notAnAttribute(
    _ name: String, of type: any Op.Type, _ value: Value, _ range: SourceRange
  ) -> Self {
    notAnAttribute(name, type.valueDescription(of: name), value, range)
  }

  static func notAnAttribute(
    _ name: String, _ description: String, _ value: Value, _ range: SourceRange
  ) -> Self {
    let message = "\(name) must be \(description), not \(value.kindPhrase)"
    return Self(.error, "attribute-type", message, at: range)
  }

  static func labelledExtent(_ label: Identifier) -> Self {
    Self(.error, "labelled-extent", "the extents of an input have no labels", at: label.range)
  }

}

extension Op {

  /// What a user may write for an attribute, as a phrase.
  fileprivate static func valueDescription(of name: String) -> String {
    schema.attributes.first { $0.name == name }?.valueDescription ?? "a value"
  }

}
