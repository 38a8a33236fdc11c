import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let foldPad = Pass(
    "fold-pad", "Makes the border of each pad the padding of the layers after it.",
    rule: """
      Takes a `pad` with a constant border whose only readers are layers over windows, each of which can have it as padding:

      * a `conv` whose own padding, if any, is zeros, from a border of zeros;
      * a `maxPool` without dilation, from a border that is no larger than the least element of the \
      input can be: minus infinity, or zeros after a `relu`;
      * an `avgPool` that has no padding or counts it, from a border of zeros; it counts its padding from then on.

      The padding of a pool is at most half its kernel. Not where the pad is an output, or one of its readers is another op.
      """,
    .transformation { (graph, remarks) in
      var ranges = ValueRanges()
      for id in graph.nodeIDs {
        guard let node = graph.node(id) else { continue }
        ranges.insert(node)
        guard let pad = node.op as? Pad, node.epilogue.isEmpty else { continue }
        graph.fold(node, pad, over: ranges[node.operands[0]], &remarks)
      }
    })

}

extension Graph {

  /// Makes the readers of `node`, which is `pad` of a value in `range`, read that value, if they can
  /// have its border as padding.
  fileprivate mutating func fold(
    _ node: Node, _ pad: Pad, over range: ValueRange, _ remarks: inout Remarks
  ) {
    var seen: Set<ValueID> = []
    let readers = users(of: node.id).filter { seen.insert($0).inserted }
      .compactMap { self.node($0) }
    guard let example = readers.first(where: { $0.op is any PaddedOp }) else { return }
    do throws(FoldingObstacle) {
      if isOutput(node.id) { throw FoldingObstacle(reason: "its result is an output") }
      var layers: [(id: ValueID, op: any Op)] = []
      for reader in readers {
        layers.append((reader.id, try reader.preceded(by: pad, node, over: range, in: self)))
      }
      for (id, op) in layers {
        replace(id, with: op, self.node(id)?.parameters ?? [])
        setOperands(node.operands, of: id)
      }
      erase(node.id)
    } catch {
      remarks.missed(node, "folded into *", example, because: error.reason)
    }
  }

}

extension Node {

  /// The op that does to the operand of `node` what this node does to its result, which is `pad`.
  fileprivate func preceded(
    by pad: Pad, _ node: Node, over range: ValueRange, in graph: Graph
  ) throws(FoldingObstacle) -> any Op {
    guard let op = op as? any PaddedOp, reads == [node.id] else {
      throw FoldingObstacle(reason: "its result is read elsewhere too")
    }
    guard pad.mode == .constant else {
      throw FoldingObstacle(reason: "its border is made of elements of the input")
    }
    let operand = graph.type(of: node.operands[0])
    let own = op.windowAttributes.unchecked(over: node.type)
    try op.checkBorder(of: pad.value, around: range, isPadded: own.contains(where: \.isPadded))
    var result = op.countingPadding
    result.padding = try pad.padding(around: own, over: operand)
    guard let type = try? result.checkedResultType(for: [operand]), type == self.type else {
      throw FoldingObstacle(reason: "the \(op.mnemonic) cannot have so much padding")
    }
    return result
  }

}

extension Window {
  fileprivate var isPadded: Bool { before > 0 || after > 0 }
}

extension Pad {

  /// The border around the padding that `windows` have on the result for `x`.
  fileprivate func padding(
    around windows: [Window], over x: TensorType
  ) throws(FoldingObstacle) -> Padding {
    let widths = zip(self.widths(over: x), windows).map {
      ($0.before + $1.before, $0.after + $1.after)
    }
    guard widths.allSatisfy({ max($0.0, $0.1) <= Shape.largestExtent }) else {
      throw FoldingObstacle(reason: "the padding would be too wide")
    }
    return .explicit(before: Extents(widths.map(\.0)), after: Extents(widths.map(\.1)))
  }

}

// MARK: - The layers

/// An op over windows that may reach beyond its only operand.
private protocol PaddedOp: Op {

  var padding: Padding { get set }
  var windowAttributes: WindowAttributes { get }

  /// The same op, for an input whose border has become padding.
  var countingPadding: Self { get }

  /// - Throws: when elements of `value` around those in `range` are not what the op's padding is.
  ///   `isPadded` says whether it has padding of its own around these.
  func checkBorder(
    of value: Double, around range: ValueRange, isPadded: Bool
  ) throws(FoldingObstacle)

}

extension PaddedOp {

  var countingPadding: Self { self }

  /// - Throws: unless `value` is zero.
  func checkZero(_ value: Double) throws(FoldingObstacle) {
    if value != 0 { throw FoldingObstacle(reason: "its border is not zero") }
  }

}

extension Conv: PaddedOp {

  func checkBorder(
    of value: Double, around range: ValueRange, isPadded: Bool
  ) throws(FoldingObstacle) {
    try checkZero(value)
    if mode != .zeros {
      throw FoldingObstacle(reason: "the padding of the conv is made of elements of its input")
    }
  }

}

extension MaxPool: PaddedOp {

  func checkBorder(
    of value: Double, around range: ValueRange, isPadded: Bool
  ) throws(FoldingObstacle) {
    guard Float(value) <= range.lower else {
      throw FoldingObstacle(reason: "its border may be larger than the elements inside")
    }
    // A window with gaps may lie over the border alone.
    guard dilation.values.allSatisfy({ $0 == 1 }) else {
      throw FoldingObstacle(reason: "the windows of the maxPool have gaps")
    }
  }

}

extension AveragePool: PaddedOp {

  var countingPadding: Self {
    var pool = self
    pool.countsPadding = true
    return pool
  }

  func checkBorder(
    of value: Double, around range: ValueRange, isPadded: Bool
  ) throws(FoldingObstacle) {
    try checkZero(value)
    if isPadded && !countsPadding {
      throw FoldingObstacle(reason: "the avgPool counts the border, but not its own padding")
    }
  }

}
