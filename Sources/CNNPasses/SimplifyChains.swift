import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let simplifyChains = Pass(
    "simplify-chains",
    "Makes one op of several in a row: activations in range, views, permutes, nested joins.",
    rule: """
      * A `relu` or `relu6` goes when the range of what it reads, found from the ops before it, is covered; a `relu6` reads what a
        `relu` before it reads.
      * A `flatten` reads what a view before it reads; two `permute` in a row are one.
      * A `concat`, `add`, `mul` or `max` of others of its kind takes their operands, a sum at most eight in all, since all of them have to
        be kept until it runs.

      All but the first only where nothing else reads the value in between.
      """,
    .transformation { (graph, _) in
      // The outermost join first, so that each is moved once.
      for id in graph.nodeIDs.reversed() { graph.inlineNestedJoins(of: id) }
      var ranges = ValueRanges()
      for id in graph.nodeIDs {
        graph.skipCoveredActivation(before: id)
        graph.skipInnerView(before: id)
        graph.composePermutes(endingAt: id)
        guard let node = graph.node(id) else { continue }
        if node.isIdentity(in: graph) || node.doesNothing(to: ranges[node.operands[0]]) {
          graph.replaceUses(of: id, with: node.operands[0])
          graph.erase(id)
        } else {
          ranges.insert(node)
        }
      }
    })

}

extension Node {

  /// Whether the node is an activation that returns every element of `range`, and every NaN.
  fileprivate func doesNothing(to range: ValueRange) -> Bool {
    guard epilogue.isEmpty else { return false }
    return op is ReLU && range.lower >= 0 || op is ReLU6 && range.lower >= 0 && range.upper <= 6
  }

  /// Whether the node joins its operands, in order, and nothing besides.
  fileprivate var isPlainJoin: Bool {
    guard epilogue.isEmpty else { return false }
    return switch op {
    case is Concat: true
    case let add as Add: add.number == nil
    case let product as Multiply: product.number == nil
    case let largest as Maximum: largest.number == nil
    default: false
    }
  }

}

extension Graph {

  /// The node before that of `value`, and that itself, if nobody else reads what is in between.
  private func pair(endingAt value: ValueID) -> (inner: Node, outer: Node)? {
    guard let outer = node(value), let inner = node(outer.operands[0]), inner.epilogue.isEmpty,
      isOnlyUser(value, of: inner.id)
    else { return nil }
    return (inner, outer)
  }

  /// Makes the node of `value` read what the node before it reads, which is erased.
  private mutating func skip(_ inner: Node, before value: ValueID) {
    setOperands([inner.operands[0]], of: value)
    erase(inner.id)
  }

  /// Lets a `relu6` read what a `relu` before it reads.
  fileprivate mutating func skipCoveredActivation(before value: ValueID) {
    guard let (inner, outer) = pair(endingAt: value), outer.op is ReLU6, inner.op is ReLU
    else { return }
    skip(inner, before: value)
  }

  /// Lets a `flatten` read what a view before it reads: only the elements' order matters to it.
  fileprivate mutating func skipInnerView(before value: ValueID) {
    guard let (inner, outer) = pair(endingAt: value), outer.op is Flatten, inner.op.isView,
      type(of: inner.operands[0]).shape.first == inner.type.shape.first
    else { return }
    skip(inner, before: value)
  }

  /// Makes one `permute` of two in a row.
  fileprivate mutating func composePermutes(endingAt value: ValueID) {
    guard let (inner, outer) = pair(endingAt: value), let last = outer.op as? Permute,
      var op = inner.op as? Permute
    else { return }
    op.order = last.order.map { op.order[$0] }
    replace(value, with: op, [])
    skip(inner, before: value)
  }

  /// How many operands a sum may take over from sums inside it: all must be kept until it runs.
  private static let joinLimit = 8

  /// Makes one join of a join of joins of the same kind that nobody else reads.
  fileprivate mutating func inlineNestedJoins(of value: ValueID) {
    guard let join = node(value), join.isPlainJoin else { return }
    var operands: [ValueID] = []
    var inlined: [ValueID] = []
    var rest = Array(join.operands.reversed())
    while let operand = rest.popLast() {
      if let inner = node(operand), canInline(inner, into: join),
        join.op is Concat
          || operands.count + rest.count + inner.operands.count <= Self.joinLimit
      {
        rest += inner.operands.reversed()
        inlined.append(operand)
      } else {
        operands.append(operand)
      }
    }
    if inlined.isEmpty { return }
    setOperands(operands, of: value)
    for value in inlined { erase(value) }
  }

  /// Whether only `join`, or what is inlined into it, reads `inner`, a join of the same kind.
  private func canInline(_ inner: Node, into join: Node) -> Bool {
    inner.isPlainJoin && inner.op.isEqual(to: join.op) && useCount(of: inner.id) == 1
      && !isOutput(inner.id)
      // What is small is cheaper to join before it is repeated.
      && (join.op is Concat || inner.type == join.type)
  }

}
