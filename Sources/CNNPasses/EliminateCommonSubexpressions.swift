import CNNIR
import CNNSource

extension Pass {

  package static let eliminateCommonSubexpressions = Pass(
    "eliminate-common-subexpressions",
    "Computes once what several nodes compute from the same values and parameters.",
    rule: """
      Two nodes are one when op, attributes, operands (in order), parameter expressions and epilogue are all equal; the first of
      them stays.
      """,
    .transformation { (graph, _) in
      var first: [Computation: ValueID] = [:]
      for id in graph.nodeIDs {
        // An equal node before may have changed what this one reads.
        guard let node = graph.node(id) else { continue }
        let computation = Computation(node)
        if let earlier = first[computation] {
          graph.replaceUses(of: id, with: earlier)
          graph.erase(id)
        } else {
          first[computation] = id
        }
      }
    })

}

/// What a node computes: nodes with equal computations have equal results.
private struct Computation: Hashable {

  private enum Step: Hashable {
    case apply(AnyHashable)
    case add(ValueID)
  }

  private let op: AnyHashable
  private let operands: [ValueID]
  private let parameters: [ParameterExpression]
  private let epilogue: [Step]

  init(_ node: Node) {
    op = AnyHashable(node.op)
    operands = node.operands
    parameters = node.parameters
    epilogue = node.epilogue.map { (step) in
      switch step {
      case .apply(let op): .apply(AnyHashable(op))
      case .add(let value): .add(value)
      }
    }
  }

}
