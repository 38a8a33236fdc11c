import CNNIR
import CNNSource
import CNNSyntax

/// A component of the paths of layers, and where it was written.
struct ScopeName {
  var text: String
  var range: SourceRange
}

extension Lowering {

  /// The path component of a block: its label, or the next number.
  mutating func scopeName(
    _ label: Label?, at range: SourceRange
  ) throws(Failure) -> ScopeName {
    guard let label else { return ScopeName(text: names.takeNumber(), range: range) }
    return try scopeName(of: label)
  }

  /// The component that a label stands for.
  private mutating func scopeName(of label: Label) throws(Failure) -> ScopeName {
    let text = try text(of: label.segments, label.range)
    guard !text.isEmpty else { throw .mistake(.emptyName(label.range)) }
    return ScopeName(text: text, range: label.range)
  }

  /// Runs `body` in the scope of names that a label opens, if there is a label.
  mutating func inNameScope<Result>(
    _ label: Label?, _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let label else { return try body(&self) }
    return try inNameScope(try scopeName(of: label), body)
  }

  /// Runs `body` in the scope of names called `component`, if it is not `nil`.
  mutating func inNameScope<Result>(
    _ component: ScopeName?, _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let component else { return try body(&self) }
    _ = try takePath(component)
    names.open(component.text)
    defer { names.close() }
    return try body(&self)
  }

  /// The name of a layer: its label, the next number, or for a functional op its mnemonic.
  mutating func layerName(
    _ type: any Op.Type, _ label: Label?, at range: SourceRange
  ) throws(Failure) -> String {
    if label == nil, !type.isModule {
      return names.takeUnique(names.path(type.mnemonic), at: range)
    }
    return try takePath(try scopeName(label, at: range))
  }

  /// The full name of `component` in the current scope, which nothing else may have.
  mutating func takePath(_ component: ScopeName) throws(Failure) -> String {
    let path = names.path(component.text)
    if let other = names.take(path, at: component.range) {
      throw .mistake(.duplicateName(path, component.range, other))
    }
    return path
  }

}
