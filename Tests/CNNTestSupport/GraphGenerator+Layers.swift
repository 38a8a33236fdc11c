import CNNIR
import CNNOps

/// Layers with weights, and their norms.
extension SeededRandom {

  mutating func makeLayer(_ type: any Op.Type, _ operand: TensorType) -> (any Op)? {
    switch type {
    case is Conv.Type: makeConv(operand)
    case is ConvTranspose.Type: makeConvTranspose(operand)
    case is DeformConv.Type: makeConv(operand, rank: 2).deformable
    case is Linear.Type: makeLinear()
    case is Embedding.Type: makeEmbedding()
    case is Scale.Type: makeScale()
    default: nil
    }
  }

  package mutating func makeConv(_ operand: TensorType, rank: Int? = nil) -> Conv {
    let rank = rank ?? operand.spatialRank
    var conv = Conv()
    conv.kernel = extents(1...3, rank: rank)
    conv.stride = extents(1...2, rank: rank)
    conv.dilation = chance(25) ? extents(1...2, rank: rank) : 1
    conv.padding = padding(upTo: 2, rank: rank)
    let channels = operand.shape.count > 1 ? operand.channels : 1
    conv.groups = chance(50) ? 1 : divisor(of: channels)
    conv.filters = conv.groups * integer(in: 1...3)
    conv.bias = chance(60)
    // A border other than zeros may be wider than what it is made of.
    if chance(20) {
      conv.mode = element(of: Conv.PaddingMode.allCases)
      if (try? conv.checkedResultType(for: [operand])) == nil { conv.mode = .zeros }
    }
    conv.weightNorm = chance(20)
    return conv
  }

  package mutating func makeConvTranspose(_ operand: TensorType) -> ConvTranspose {
    let rank = operand.spatialRank
    var conv = ConvTranspose()
    conv.kernel = extents(1...3, rank: rank)
    conv.stride = extents(1...2, rank: rank)
    conv.dilation = chance(25) ? 2 : 1
    conv.padding = chance(20) ? .valid : paddingWidths(upTo: 1, rank: rank)
    // What is added behind the output is less than a step along each axis.
    let steps = conv.stride.values.min() ?? 1
    conv.outputPadding = extents(0...max(steps, conv.dilation[0]) - 1, rank: rank)
    let channels = operand.shape.count > 1 ? operand.channels : 1
    conv.groups = chance(50) ? 1 : divisor(of: channels)
    conv.filters = conv.groups * integer(in: 1...3)
    conv.bias = chance(60)
    conv.weightNorm = chance(20)
    return conv
  }

  package mutating func makeLinear() -> Linear {
    var linear = Linear()
    linear.features = integer(in: 1...6)
    linear.bias = chance(70)
    linear.weightNorm = chance(20)
    return linear
  }

  private mutating func makeEmbedding() -> Embedding {
    var embedding = Embedding()
    embedding.vocabulary = integer(in: 1...9)
    embedding.features = integer(in: 1...4)
    return embedding
  }

  private mutating func makeScale() -> Scale {
    var scale = Scale()
    scale.bias = chance(50)
    return scale
  }

  mutating func makeNorm(_ type: any Op.Type, _ operand: TensorType) -> (any Op)? {
    switch type {
    case is BatchNorm.Type: makeBatchNorm()
    case is LayerNorm.Type: makeLayerNorm()
    case is GroupNorm.Type: makeGroupNorm(operand)
    case is InstanceNorm.Type: makeInstanceNorm()
    case is LRN.Type: makeLRN()
    case is L2Norm.Type: makeL2Norm()
    case is Normalize.Type: makeNormalize(operand)
    default: nil
    }
  }

  private mutating func makeBatchNorm() -> BatchNorm {
    var norm = BatchNorm()
    norm.epsilon = element(of: [1e-5, 1e-3, 0.1])
    norm.affine = chance(70)
    return norm
  }

  /// The epsilon of a norm by the operand's own variance, large enough that a variance near 0 does
  /// not make much of rounding errors.
  fileprivate mutating func ownEpsilon() -> Double { element(of: [1e-2, 0.1]) }

  private mutating func makeLayerNorm() -> LayerNorm {
    var norm = LayerNorm()
    norm.span = element(of: LayerNorm.Span.allCases)
    norm.epsilon = ownEpsilon()
    norm.affine = chance(70)
    return norm
  }

  private mutating func makeGroupNorm(_ operand: TensorType) -> GroupNorm {
    var norm = GroupNorm()
    norm.groups = operand.shape.count > 1 ? divisor(of: operand.channels) : 1
    norm.epsilon = ownEpsilon()
    norm.affine = chance(70)
    return norm
  }

  private mutating func makeInstanceNorm() -> InstanceNorm {
    var norm = InstanceNorm()
    norm.epsilon = ownEpsilon()
    norm.affine = chance(50)
    return norm
  }

  private mutating func makeLRN() -> LRN {
    var norm = LRN()
    norm.size = integer(in: 1...5)
    norm.alpha = element(of: [1e-4, 0.5, 1])
    norm.beta = element(of: [0.5, 0.75])
    norm.k = element(of: [1, 2])
    norm.alphaOverSize = chance(50)
    return norm
  }

}

extension SeededRandom {

  fileprivate mutating func makeL2Norm() -> L2Norm {
    var norm = L2Norm()
    norm.axis = element(of: VectorAxis.allCases)
    norm.epsilon = ownEpsilon()
    norm.scale = chance(50)
    return norm
  }

  fileprivate mutating func makeNormalize(_ operand: TensorType) -> Normalize {
    var norm = Normalize()
    let channels = operand.shape.count > 1 && chance(50) ? operand.channels : 1
    norm.mean = ChannelNumbers((0..<channels).map { 0.25 - Double($0) / 8 })
    norm.deviation = ChannelNumbers(
      chance(50) ? [0.5] : (0..<channels).map { 0.5 + Double($0) / 4 })
    return norm
  }

}

extension Conv {

  /// The deformable convolution over the same windows.
  package var deformable: DeformConv {
    var conv = DeformConv()
    conv.filters = filters
    conv.kernel = kernel
    conv.stride = stride
    conv.padding = padding
    conv.dilation = dilation
    conv.groups = groups
    conv.bias = bias
    return conv
  }

}
