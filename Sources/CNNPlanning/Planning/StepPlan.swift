import CNNIR

/// A graph as steps in order, over one arena and one memory of packed parameters: what the runtime runs
/// and what emitted source does.
package struct StepPlan: Sendable {

  /// What a step is for.
  package enum Purpose: Sendable, Hashable {
    /// The layer that computes this value.
    case layer(ValueID)
    /// Another layout for this value.
    case conversion(ValueID)
  }

  package let steps: [(step: Step, purpose: Purpose)]

  package let parameters: [PackedParameter]

  /// The elements of the memory of all parameters.
  package let parametersSize: Int

  /// The elements of the arena.
  package let arenaSize: Int

  /// Where the outputs lie, row-major.
  package let outputs: [Source]

  package init(_ graph: Graph, options: PlanOptions) {
    let builder = StepBuilder(ProgramPlan(graph, options: options))
    steps = builder.steps
    parameters = builder.parameters.all
    parametersSize = builder.parameters.count
    arenaSize = builder.arenaSize
    outputs = builder.outputs
  }

}
