import CNNIR
import CNNSource

/// One step of the compiler, as a value.
package struct Pass: Sendable {

  package enum Action: Sendable {
    /// Rewrites the graph, and says where it almost did.
    case transformation(@Sendable (inout Graph, inout Remarks) throws(Diagnostic) -> Void)
    /// Learns something about the graph and leaves it alone.
    case analysis(@Sendable (Graph, inout Analyses) throws(Diagnostic) -> Void)
  }

  /// The name in kebab case, as the command line and the documentation know it.
  package let name: String

  /// What the pass does, in a sentence, for the list of passes.
  package let summary: String

  /// When exactly the pass applies, in Markdown, for the reference of the passes.
  package let rule: String

  package let action: Action

  package init(_ name: String, _ summary: String, rule: String, _ action: Action) {
    self.name = name
    self.summary = summary
    self.rule = rule
    self.action = action
  }

  /// Every pass, in the order in which they run.
  package static let all = Pipeline.optimization.passes

  /// Whether the pass rewrites the graph, rather than learning about it.
  package var isTransformation: Bool {
    if case .transformation = action { true } else { false }
  }

}
