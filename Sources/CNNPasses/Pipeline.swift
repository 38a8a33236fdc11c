/// A list of passes and the reasons for their order.
package struct Pipeline: Sendable {

  /// One pass must come before another, when both run.
  package struct Ordering: Sendable {
    package let first: String
    package let second: String
    package let reason: String

    fileprivate init(_ first: Pass, before second: Pass, _ reason: String) {
      self.first = first.name
      self.second = second.name
      self.reason = reason
    }
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
    .eliminateDeadNodes,
    .removeIdentities,
    .simplifyChains,
    .eliminateCommonSubexpressions,
    .linearToConv,
    .foldPad,
    .foldBatchNorm,
    .foldNormalization,
    .fuseActivation,
    .fuseResidualAdd,
    .mergeSiblingConvs,
    .orderNodes,
    .countCosts,
    .planMemory,
  ])

  /// What is to know of a graph that `optimization` has made.
  package static let optimizedAnalysis = Pipeline(inOrder: [.countCosts, .planMemory])

  /// The constraints that every pipeline keeps.
  package static let orderings = [
    Ordering(
      .eliminateDeadNodes, before: .simplifyChains,
      "a user that nobody needs keeps a value from being merged"),
    Ordering(
      .eliminateDeadNodes, before: .foldBatchNorm,
      "a user that nobody needs keeps a convolution from taking its norm"),
    Ordering(
      .eliminateDeadNodes, before: .fuseActivation,
      "a user that nobody needs keeps a layer from storing what follows it"),
    Ordering(.removeIdentities, before: .simplifyChains, "a dropout hides what stands in a row"),
    Ordering(
      .removeIdentities, before: .eliminateCommonSubexpressions,
      "an identity makes equal operands look different"),
    Ordering(
      .simplifyChains, before: .eliminateCommonSubexpressions,
      "what is simplified may turn out equal to something else"),
    Ordering(
      .removeIdentities, before: .foldBatchNorm,
      "a dropout between convolution and norm hides the pair"),
    Ordering(
      .eliminateCommonSubexpressions, before: .foldBatchNorm,
      "equal layers differ once other norms are folded into them"),
    Ordering(
      .eliminateDeadNodes, before: .linearToConv,
      "a user that nobody needs keeps permutes from being undone"),
    Ordering(
      .removeIdentities, before: .linearToConv, "a dropout between two permutes hides the pair"),
    Ordering(
      .simplifyChains, before: .linearToConv, "two permutes in a row may be one that is undone"),
    Ordering(
      .linearToConv, before: .foldBatchNorm,
      "a permute between a layer and its scale hides the pair"),
    Ordering(
      .linearToConv, before: .fuseActivation,
      "a layer that applies an activation is not taken for the plain one"),
    Ordering(.removeIdentities, before: .foldPad, "a dropout between pad and layer hides the pair"),
    Ordering(
      .eliminateDeadNodes, before: .foldPad,
      "a user that nobody needs keeps a pad from being folded"),
    Ordering(
      .foldPad, before: .foldNormalization,
      "a pad between norm and layer hides that zeros surround the input"),
    Ordering(
      .foldPad, before: .fuseActivation, "a pad that applies an activation is no plain border"),
    Ordering(
      .foldBatchNorm, before: .foldNormalization,
      "the layer before a norm takes it whatever the padding"),
    Ordering(
      .foldBatchNorm, before: .fuseActivation,
      "a norm between convolution and activation hides the pair"),
    Ordering(
      .foldNormalization, before: .fuseActivation,
      "a norm with an activation in its epilogue is no longer linear"),
    Ordering(
      .foldBatchNorm, before: .fuseResidualAdd, "a norm between convolution and sum hides the pair"),
    Ordering(
      .fuseActivation, before: .fuseResidualAdd,
      "an activation between convolution and sum hides the pair"),
    Ordering(
      .eliminateCommonSubexpressions, before: .mergeSiblingConvs,
      "values that turn out equal make their readers siblings"),
    Ordering(
      .foldBatchNorm, before: .mergeSiblingConvs, "a norm after a slice stays where it is"),
    Ordering(
      .fuseActivation, before: .mergeSiblingConvs, "an activation after a slice stays where it is"),
    Ordering(
      .fuseResidualAdd, before: .mergeSiblingConvs, "a slice cannot add what a sum adds"),
    Ordering(
      .mergeSiblingConvs, before: .orderNodes,
      "branches that begin as one convolution have less to order"),
    Ordering(
      .eliminateDeadNodes, before: .orderNodes, "what nobody reads needs no memory"),
    Ordering(.fuseResidualAdd, before: .orderNodes, "a layer moves to the sum that it makes"),
    Ordering(.orderNodes, before: .planMemory, "lifetimes follow from the order"),
    Ordering(
      .orderNodes, before: .countCosts, "a tensor counts at the first node that reads it"),
    Ordering(
      .eliminateDeadNodes, before: .countCosts, "what nobody reads costs nothing"),
    Ordering(
      .eliminateDeadNodes, before: .planMemory, "what nobody reads needs no memory"),
  ]

  /// The same without the passes of these names.
  package func without(_ names: Set<String>) -> Pipeline {
    Pipeline(passes: passes.filter { !names.contains($0.name) })
  }

  /// The first `count` transformations, and all analyses.
  package func stopping(afterTransformations count: Int) -> Pipeline {
    var rest = count
    return Pipeline(
      passes: passes.filter { (pass) in
        guard pass.isTransformation else { return true }
        rest -= 1
        return rest >= 0
      })
  }

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
