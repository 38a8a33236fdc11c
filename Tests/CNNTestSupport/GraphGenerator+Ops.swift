import CNNIR
import CNNOps

extension SeededRandom {

  /// An op of a type, with random attributes that may go with an operand like `operand`.
  package mutating func makeOp(_ type: any Op.Type, for operand: TensorType) -> any Op {
    switch type {
    case is Conv.Type: makeConv(operand)
    case is Linear.Type: makeLinear()
    case is MaxPool.Type: makeMaxPool(operand)
    case is AveragePool.Type: makeAveragePool(operand)
    case is BatchNorm.Type: makeBatchNorm()
    case is Softmax.Type: makeSoftmax()
    default: type.init()
    }
  }

  /// One number for all of `rank` axes, or one for each.
  package mutating func extents(_ range: ClosedRange<Int>, rank: Int) -> Extents {
    chance(60)
      ? Extents([integer(in: range)])
      : Extents((0..<max(rank, 1)).map { (_) in integer(in: range) })
  }

  package mutating func makeConv(_ operand: TensorType) -> Conv {
    let rank = operand.spatialRank
    var conv = Conv()
    conv.kernel = extents(1...3, rank: rank)
    conv.stride = extents(1...2, rank: rank)
    conv.dilation = chance(25) ? extents(1...2, rank: rank) : 1
    conv.padding = padding(upTo: 2, rank: rank)
    let channels = operand.shape.count > 1 ? operand.channels : 1
    conv.groups = chance(50) ? 1 : element(of: (1...channels).filter { channels % $0 == 0 })
    conv.filters = conv.groups * integer(in: 1...3)
    conv.bias = chance(60)
    return conv
  }

  /// Widths, which may differ before and after, or a rule.
  private mutating func padding(upTo limit: Int, rank: Int) -> Padding {
    switch integer(in: 0...9) {
    case 0: .same
    case 1: .sameLower
    case 2: .valid
    case 3: .explicit(before: extents(0...limit, rank: rank), after: extents(0...limit, rank: rank))
    default: .symmetric(extents(0...limit, rank: rank))
    }
  }

  private mutating func makeLinear() -> Linear {
    var linear = Linear()
    linear.features = integer(in: 1...6)
    linear.bias = chance(70)
    return linear
  }

  private mutating func makeMaxPool(_ operand: TensorType) -> MaxPool {
    let rank = operand.spatialRank
    var pool = MaxPool()
    pool.kernel = extents(1...3, rank: rank)
    pool.stride = chance(50) ? nil : extents(1...2, rank: rank)
    // A dilated window could lie on padding alone, whose largest element is minus infinity.
    if chance(25) { pool.dilation = 2 } else { pool.padding = padding(upTo: 1, rank: rank) }
    pool.rounding = chance(30) ? .ceiling : .floor
    return pool
  }

  private mutating func makeAveragePool(_ operand: TensorType) -> AveragePool {
    let rank = operand.spatialRank
    var pool = AveragePool()
    pool.kernel = extents(1...3, rank: rank)
    pool.stride = chance(50) ? nil : extents(1...2, rank: rank)
    pool.padding = padding(upTo: 1, rank: rank)
    pool.rounding = chance(30) ? .ceiling : .floor
    pool.countsPadding = chance(50)
    return pool
  }

  private mutating func makeBatchNorm() -> BatchNorm {
    var norm = BatchNorm()
    norm.epsilon = element(of: [1e-5, 1e-3, 0.1])
    norm.affine = chance(70)
    return norm
  }

  private mutating func makeSoftmax() -> Softmax {
    var softmax = Softmax()
    softmax.axis = element(of: Softmax.Axis.allCases)
    return softmax
  }

}
