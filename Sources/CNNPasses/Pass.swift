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

  package let action: Action

  package init(_ name: String, _ summary: String, _ action: Action) {
    self.name = name
    self.summary = summary
    self.action = action
  }

}

/// What analyses found out about a graph. Any change of the graph makes it stale.
package struct Analyses: Sendable {

  package var costs: CostTable?
  package var memoryPlan: MemoryPlan?

  package init() {}

}
