import CNNIR
import CNNSource

/// What the passes say about rewrites that almost applied: notes with both places.
///
/// They are put together only for who wants to see them.
package struct Remarks: Sendable {

  package let areWanted: Bool
  package private(set) var elements: [Diagnostic] = []

  package init(areWanted: Bool) { self.areWanted = areWanted }

  /// Says why `node` was not rewritten together with `other`.
  ///
  /// - Parameters:
  ///   - action: what was not done, with `*` for the name of `other`: "folded into *".
  ///   - reason: a phrase.
  mutating func missed(
    _ node: Node, _ action: String, _ other: Node, because reason: @autoclosure () -> String
  ) {
    guard areWanted else { return }
    let action = action.replacing("*", with: "'\(other.name)'")
    let message = "'\(node.name)' is not \(action): \(reason())"
    let notes = [Diagnostic.Note("'\(other.name)' is here", at: other.range)]
    elements.append(
      Diagnostic(
        .note, "missed-rewrite", message,
        at: node.range.map(Diagnostic.Place.source) ?? .commandLine, notes: notes))
  }

}
