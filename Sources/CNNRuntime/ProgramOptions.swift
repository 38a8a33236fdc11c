import CNNPlanning

/// How a program is run.
package struct ProgramOptions: Sendable {

  /// How many threads can run a program together.
  package static let threadCounts = 1...256

  /// The threads that run it together.
  package var threads = 1

  package var instructionSet = InstructionSet.best

  /// Whether convolutions keep to sums of products, without Winograd's transforms.
  package var isExact = false

  package init() {}

  /// What a plan for these options depends on.
  func planOptions(keepsParameters: Bool = true) -> PlanOptions {
    var target = instructionSet.target
    target.cacheSize = Machine.cacheSize
    var options = PlanOptions(target: target)
    (options.threads, options.isExact) = (threads, isExact)
    options.keepsParameters = keepsParameters
    return options
  }

}
