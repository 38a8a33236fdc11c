import CNNSource
import CNNSyntax

/// How the networks of a file are to be written as Swift, as its `emit { … }` says.
package struct EmitSettings: Sendable, Hashable {

  /// Who may use the emitted types.
  package enum Access: String, CaseIterable, Sendable {
    case `public`
    case package
    case `internal`
  }

  /// Where weights are kept that are known when the source is made.
  package enum Weights: String, CaseIterable, Sendable {
    /// In the source.
    case embedded
    /// In a file beside it.
    case file
  }

  /// The type in which these weights are kept.
  package enum Storage: String, CaseIterable, Sendable {
    case float32
    case float16
  }

  package private(set) var access: Access?
  package private(set) var weights: Weights?
  package private(set) var storage: Storage?

  package init() {}

}

extension EmitSettings {

  private static let names = ["access", "weights", "storage"]

  /// The settings in a file, and what is wrong with them.
  package static func read(
    _ tree: SyntaxTree
  ) -> (settings: Self, diagnostics: DiagnosticSet) {
    var settings = Self()
    var diagnostics = DiagnosticSet()
    var first: SourceRange?
    for declaration in tree.declarations {
      guard case .emit(let arguments) = declaration.kind else { continue }
      if let first {
        diagnostics.insert(.duplicateEmit(declaration.range, first))
        continue
      }
      first = declaration.range
      var labels: [String: Identifier] = [:]
      for argument in arguments {
        do throws(Diagnostic) {
          guard let label = argument.label else { throw .unlabelledSetting(argument.value.range) }
          if let other = labels.updateValue(label, forKey: label.name) {
            throw .duplicateArgument(label, other)
          }
          try settings.set(label, argument.value)
        } catch {
          diagnostics.insert(error)
        }
      }
    }
    return (settings, diagnostics)
  }

  /// - Throws: when there is no such setting or it has no such value.
  private mutating func set(_ label: Identifier, _ value: Expression) throws(Diagnostic) {
    switch label.name {
    case "access": access = try Self.word(label, value)
    case "weights": weights = try Self.word(label, value)
    case "storage": storage = try Self.word(label, value)
    default: throw .unknownSetting(label, among: Self.names)
    }
  }

  /// The word that `value` is.
  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ label: Identifier, _ value: Expression
  ) throws(Diagnostic) -> Word {
    if case .name(let name) = value.kind, let word = Word(rawValue: name) { return word }
    throw .wrongSetting(label, value.range, among: Word.allCases.map(\.rawValue))
  }

}

/// The wording of what can be wrong with an `emit`.
extension Diagnostic {

  fileprivate static func duplicateEmit(_ range: SourceRange, _ first: SourceRange) -> Self {
    Self(
      .error, "duplicate-emit", "a file has one 'emit', for all of its networks", at: range,
      notes: [Note("the first one", at: first)])
  }

  fileprivate static func unlabelledSetting(_ range: SourceRange) -> Self {
    Self(
      .error, "unlabelled-setting", "a setting of 'emit' has a name, as in 'access: internal'",
      at: range)
  }

  fileprivate static func unknownSetting(_ label: Identifier, among names: [String]) -> Self {
    let hint = hint(for: label.name, among: names)
    return Self(
      .error, "unknown-setting", "'emit' has no setting '\(label.name)'\(hint)", at: label.range,
      notes: [Note("its settings: \(quotedList(names))")],
      fixIt: FixIt(misspelt: label.name, at: label.range, among: names))
  }

  fileprivate static func wrongSetting(
    _ label: Identifier, _ range: SourceRange, among words: [String]
  ) -> Self {
    Self(
      .error, "wrong-setting", "'\(label.name)' is one of \(quotedList(words))", at: range,
      fixIt: FixIt(misspelt: range.text, at: range, among: words))
  }

}
