import CNNIR
import CNNOps

/// Ops that choose, move or resample elements, and pools.
extension SeededRandom {

  mutating func makePool(_ type: any Op.Type, _ operand: TensorType) -> (any Op)? {
    switch type {
    case is MaxPool.Type: makeMaxPool(operand)
    case is AveragePool.Type: makeAveragePool(operand)
    case is AdaptiveAveragePool.Type: makeAdaptiveAveragePool(operand)
    default: nil
    }
  }

  private mutating func makeMaxPool(_ operand: TensorType) -> MaxPool {
    let rank = operand.spatialRank
    var pool = MaxPool()
    pool.kernel = extents(1...3, rank: rank)
    pool.stride = chance(50) ? nil : extents(1...2, rank: rank)
    // A dilated window could lie on padding alone, whose largest element is minus infinity.
    if chance(25) { pool.dilation = 2 } else { pool.padding = padding(upTo: 1, rank: rank) }
    pool.rounding = rounding(pool.windowAttributes, rank)
    return pool
  }

  private mutating func makeAveragePool(_ operand: TensorType) -> AveragePool {
    let rank = operand.spatialRank
    var pool = AveragePool()
    pool.kernel = extents(1...3, rank: rank)
    pool.stride = chance(50) ? nil : extents(1...2, rank: rank)
    pool.padding = padding(upTo: 1, rank: rank)
    pool.rounding = rounding(pool.windowAttributes, rank)
    pool.countsPadding = chance(50)
    return pool
  }

  /// Caffe's rule only where no window lies behind the input, as the last may whose stride exceeds
  /// its kernel.
  private mutating func rounding(_ windows: WindowAttributes, _ rank: Int) -> Rounding {
    let isCovering = (0..<max(rank, 1)).allSatisfy { (axis) in
      windows.kernel.fits(rank: rank) && windows.stride.fits(rank: rank)
        && windows.stride[axis] <= windows.kernel[axis]
    }
    if isCovering, windows.dilation == 1, chance(20) { return .caffe }
    return chance(30) ? .ceiling : .floor
  }

  private mutating func makeAdaptiveAveragePool(_ operand: TensorType) -> AdaptiveAveragePool {
    var pool = AdaptiveAveragePool()
    pool.size = extents(1...4, rank: operand.spatialRank)
    return pool
  }

  mutating func makeLayout(_ type: any Op.Type, _ operand: TensorType) -> (any Op)? {
    switch type {
    case is Permute.Type: makePermute(operand)
    case is Slice.Type: makeSlice(operand)
    case is Crop.Type: makeCrop(operand)
    case is Resize.Type: makeResize(operand)
    case is SpaceToDepth.Type: makeSpaceToDepth(operand)
    case is ChannelShuffle.Type: makeChannelShuffle(operand)
    default: nil
    }
  }

  private mutating func makePermute(_ operand: TensorType) -> Permute {
    var permute = Permute()
    var axes = Array(operand.shape.indices.dropFirst())
    axes.shuffle(using: &self)
    permute.order = [0] + axes
    return permute
  }

  private mutating func makeSlice(_ operand: TensorType) -> Slice {
    let channels = operand.shape.count > 1 ? operand.channels : 1
    var slice = Slice()
    slice.start = integer(in: 0...channels - 1)
    slice.end = integer(in: slice.start + 1...channels)
    return slice
  }

  private mutating func makeCrop(_ operand: TensorType) -> Crop {
    var crop = Crop()
    guard operand.spatialRank > 0 else { return crop }
    let size = operand.spatialExtents.map { integer(in: 1...$0) }
    crop.size = Extents(size)
    if chance(50) {
      crop.offset = Extents(zip(operand.spatialExtents, size).map { integer(in: 0...$0 - $1) })
    }
    return crop
  }

  private mutating func makeResize(_ operand: TensorType) -> Resize {
    var resize = Resize()
    // A scale leaves something of every axis.
    let scales = operand.spatialExtents.contains(1) ? [1, 1.5, 2] : [0.5, 0.7, 1, 1.3, 2]
    if chance(60) {
      resize.size = extents(1...7, rank: operand.spatialRank)
    } else {
      resize.scale = element(of: scales)
    }
    resize.mode = element(of: Resize.Mode.allCases)
    let isMixed = resize.mode == .bilinear || resize.mode == .bicubic
    resize.alignCorners = isMixed && chance(40)
    return resize
  }

  private mutating func makeSpaceToDepth(_ operand: TensorType) -> SpaceToDepth {
    var op = SpaceToDepth()
    let common = (1...3).filter { (factor) in
      operand.spatialExtents.allSatisfy { $0 % factor == 0 }
    }
    op.factor = element(of: common)
    op.order = element(of: SpaceToDepth.Order.allCases)
    return op
  }

  private mutating func makeChannelShuffle(_ operand: TensorType) -> ChannelShuffle {
    var shuffle = ChannelShuffle()
    shuffle.groups = operand.shape.count > 1 ? divisor(of: operand.channels) : 1
    return shuffle
  }

}
