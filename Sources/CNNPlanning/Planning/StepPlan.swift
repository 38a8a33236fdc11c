import CNNIR

/// A graph as steps in order, over one arena and one memory of packed parameters, which are in the arena if
/// they are not kept: what the runtime runs and what emitted source does.
package struct StepPlan: Sendable {

  /// What a step is for.
  package enum Purpose: Sendable, Hashable {
    /// The layer that computes this value.
    case layer(ValueID)
    /// Another layout for this value.
    case conversion(ValueID)
  }

  package let steps: [(step: Step, purpose: Purpose)]

  /// The parameters, in the order of steps: all at once if they are kept, or else each node's.
  package let loads: [ParameterLoad]

  /// The elements of the memory of parameters that are kept.
  package let parametersSize: Int

  /// The elements of the arena.
  package let arenaSize: Int

  /// Where the outputs lie, row-major.
  package let outputs: [Source]

  package init(_ graph: Graph, options: PlanOptions) {
    let builder = StepBuilder(ProgramPlan(graph, options: options))
    steps = builder.steps
    loads = builder.loads
    parametersSize = options.keepsParameters ? loads.reduce(0) { $0 + $1.size } : 0
    arenaSize = builder.arenaSize
    outputs = builder.outputs
  }

  /// All parameters.
  package var parameters: [PackedParameter] { loads.flatMap(\.parameters) }

}
