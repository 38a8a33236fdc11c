/// A list of passes and the reasons for their order.
package struct Pipeline: Sendable {

  /// One pass must come before another, when both run.
  package struct Ordering: Sendable {
    package let first: String
    package let second: String
    package let reason: String
  }

  package var passes: [Pass]

  package init(passes: [Pass]) {
    self.passes = passes
  }

  /// A pipeline of the table below; a mistake in its order shows as soon as it is used.
  private init(inOrder passes: [Pass]) {
    self.passes = passes
    let reasons = brokenOrderings.map { "\($0.first) before \($0.second): \($0.reason)" }
    precondition(reasons.isEmpty, reasons.joined(separator: "; "))
  }

  /// Types and costs of the network as it is written.
  package static let analysis = Pipeline(inOrder: [.inferShapes, .countCosts])

  /// What the runtime and the emitter work on.
  package static let optimization = Pipeline(inOrder: [
    .inferShapes,
    .removeIdentities,
    .foldBatchNorm,
    .fuseActivation,
    .eliminateDeadNodes,
    .countCosts,
    .planMemory,
  ])

  /// The constraints that every pipeline keeps.
  package static let orderings = [
    Ordering(
      first: Pass.removeIdentities.name, second: Pass.foldBatchNorm.name,
      reason: "a dropout between convolution and norm hides the pair"),
    Ordering(
      first: Pass.foldBatchNorm.name, second: Pass.fuseActivation.name,
      reason: "a norm between convolution and activation hides the pair"),
    Ordering(
      first: Pass.eliminateDeadNodes.name, second: Pass.countCosts.name,
      reason: "what nobody reads costs nothing"),
    Ordering(
      first: Pass.eliminateDeadNodes.name, second: Pass.planMemory.name,
      reason: "what nobody reads needs no memory"),
  ]

  /// The constraints that the order of the passes breaks.
  package var brokenOrderings: [Ordering] {
    Self.orderings.filter { (ordering) in
      guard let first = passes.lastIndex(where: { $0.name == ordering.first }),
        let second = passes.firstIndex(where: { $0.name == ordering.second })
      else { return false }
      return first > second
    }
  }

}
