import CNNIR
import CNNOps

/// Ops that choose, move or resample elements, and pools.
extension SeededRandom {

  mutating func makePool(_ type: any Op.Type, _ operand: TensorType) -> (any Op)? {
    switch type {
    case is MaxPool.Type: makeMaxPool(operand)
    case is AveragePool.Type: makeAveragePool(operand)
    case is LpPool.Type: makeLpPool(operand)
    case is AdaptiveAveragePool.Type: makeAdaptiveAveragePool(operand)
    case is AdaptiveMaxPool.Type: makeAdaptiveMaxPool(operand)
    case is GlobalLpPool.Type: makeGlobalLpPool()
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

  private mutating func makeAdaptiveMaxPool(_ operand: TensorType) -> AdaptiveMaxPool {
    var pool = AdaptiveMaxPool()
    pool.size = extents(1...4, rank: operand.spatialRank)
    return pool
  }

  private mutating func makeLpPool(_ operand: TensorType) -> LpPool {
    let rank = operand.spatialRank
    var pool = LpPool()
    pool.kernel = extents(1...3, rank: rank)
    pool.stride = chance(50) ? nil : extents(1...2, rank: rank)
    // An odd norm makes NaN of a negative sum of powers.
    pool.norm = element(of: [2, 4])
    pool.rounding = chance(30) ? .ceiling : .floor
    return pool
  }

  private mutating func makeGlobalLpPool() -> GlobalLpPool {
    var pool = GlobalLpPool()
    pool.norm = element(of: [1, 1.5, 2, 3])
    return pool
  }

  mutating func makeLayout(_ type: any Op.Type, _ operand: TensorType) -> (any Op)? {
    switch type {
    case is Permute.Type: makePermute(operand)
    case is Slice.Type: makeSlice(operand)
    case is Crop.Type: makeCrop(operand)
    case is Resize.Type: makeResize(operand)
    case is Reshape.Type: makeReshape(operand)
    case is Pad.Type: makePad(operand)
    case is SpaceToDepth.Type: makeSpaceToDepth(operand)
    case is DepthToSpace.Type: makeDepthToSpace(operand)
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
    let scales: [Double] =
      operand.spatialExtents.contains(1) ? [1, 1.5, 2] : [0.5, 0.7, 1, 1.3, 2]
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
    op.order = element(of: BlockOrder.allCases)
    return op
  }

  private mutating func makeDepthToSpace(_ operand: TensorType) -> DepthToSpace {
    var op = DepthToSpace()
    let channels = operand.shape.count > 1 ? operand.channels : 1
    op.factor = element(of: (1...3).filter { channels % ($0 * $0) == 0 })
    op.order = element(of: BlockOrder.allCases)
    return op
  }

  private mutating func makeReshape(_ operand: TensorType) -> Reshape {
    var reshape = Reshape()
    let count = operand.shape.dropFirst().reduce(1, *)
    let first = divisor(of: count)
    let second = divisor(of: count / first)
    reshape.shape = [first, second, count / first / second]
    if chance(50) { reshape.shape[integer(in: 0...2)] = -1 }
    return reshape
  }

  private mutating func makePad(_ operand: TensorType) -> Pad {
    var pad = Pad()
    pad.mode = element(of: Pad.Mode.allCases)
    // A mirror needs elements behind the outermost one.
    let isThin = pad.mode == .reflect && operand.spatialExtents.contains(1)
    pad.padding = paddingWidths(upTo: isThin ? 0 : 1, rank: operand.spatialRank)
    if pad.mode == .constant, chance(50) { pad.value = 0.5 }
    return pad
  }

  mutating func makeReduction(_ type: any Op.Type) -> (any Op)? {
    if type is Argmax.Type {
      var argmax = Argmax()
      argmax.axis = element(of: VectorAxis.allCases)
      argmax.keepsAxis = chance(50)
      return argmax
    }
    guard let type = type as? any ReducingOp.Type else { return nil }
    var op = type.init()
    op.axes = element(of: [.space, .channels, .all, .axes([1, 2]), .axes([2])])
    op.keepsAxes = chance(50)
    return op
  }

  private mutating func makeChannelShuffle(_ operand: TensorType) -> ChannelShuffle {
    var shuffle = ChannelShuffle()
    shuffle.groups = operand.shape.count > 1 ? divisor(of: operand.channels) : 1
    return shuffle
  }

}
