import CNNIR
import CNNOps

/// Bounds of the elements of a value that are numbers; a NaN may be anywhere.
struct ValueRange: Hashable {

  var lower = -Float.infinity
  var upper = Float.infinity

  static let nonNegative = ValueRange(lower: 0)
  static let unit = ValueRange(lower: 0, upper: 1)

  /// The range of the result of `op`, given those of its operands.
  init(of op: any Op, _ operands: [ValueRange]) {
    let union = operands.dropFirst().reduce(operands[0]) {
      ValueRange(lower: min($0.lower, $1.lower), upper: max($0.upper, $1.upper))
    }
    switch op {
    case is ReLU: self.init(lower: max(union.lower, 0), upper: max(union.upper, 0))
    case is ReLU6: self.init(lower: Self.clipped(union.lower), upper: Self.clipped(union.upper))
    case is Sigmoid, is HardSigmoid, is Softmax: self = .unit
    case is MaxPool, is GlobalMaxPool: self = union
    case is Add where (op as? Add)?.number == nil && union.lower >= 0: self = .nonNegative
    default: self = op.isView || op.isRearrangement ? union : ValueRange()
    }
  }

  init(lower: Float = -.infinity, upper: Float = .infinity) {
    self.lower = lower
    self.upper = upper
  }

  private static func clipped(_ x: Float) -> Float { min(max(x, 0), 6) }

}

/// The ranges of a graph's values, each computed when it is asked for.
struct ValueRanges {

  private var ranges: [ValueID: ValueRange] = [:]

  subscript(value: ValueID) -> ValueRange { ranges[value] ?? ValueRange() }

  /// Notes the range of a node's result; those of what it reads must have been noted, unless nothing
  /// is known of them.
  mutating func insert(_ node: Node) {
    var range = ValueRange(of: node.op, node.operands.map { self[$0] })
    for step in node.epilogue {
      switch step {
      case .apply(let op):
        range = ValueRange(of: op, [range])
      case .add(let value):
        range = ValueRange(of: Add(), [range, self[value]])
      }
    }
    ranges[node.id] = range
  }

}
