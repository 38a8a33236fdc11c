import CNNKernels
import CNNPlanning

// What the calls of the convolution kernels need, made once from the plan.

extension KernelMaker {

  /// Groups of filters, which have a bias that begins with the first filter's.
  func groups(
    _ groups: [ConvolutionStep.FilterGroup], bias: Int?
  ) -> UnsafeBufferPointer<ConvolutionKernel.FilterGroup> {
    var last: (steps: [Int], table: UnsafeBufferPointer<Int>) = ([], store.table([]))
    let groups = groups.map { (group) in
      // Mostly those of the group before.
      if group.steps != last.steps { last = (group.steps, store.table(group.steps)) }
      return ConvolutionKernel.FilterGroup(
        vectors: group.vectors, block: group.block, steps: last.table,
        weights: parameters + group.weights,
        bias: bias.map { parameters + ($0 + group.block * Layout.lanes) })
    }
    return store.table(groups)
  }

}

extension ConvolutionKernel.Tiles {

  /// - Parameters:
  ///   - pitch: the floats from an input pixel to the next.
  ///   - run: how many of them a step takes.
  ///   - filters: the most of a group, where these may be fewer than a block.
  init(
    _ tiles: ConvolutionStep.Tiles, pitch: Int, run: Int, filters: Int = Layout.lanes,
    _ maker: KernelMaker
  ) {
    let tables = tiles.sizes.enumerated().map { (index, sizes) in
      var pixel = 0
      let tiles = sizes.map { (size) in
        defer { pixel += size }
        let find = maker.kernels.pointee.convolution!
        guard let kernel = find(pitch, run, size, index + 1, filters) else {
          preconditionFailure("the target has a kernel that the machine lacks")
        }
        return ConvolutionKernel.Tile(pixel: pixel, kernel: kernel)
      }
      return maker.store.table(tiles)
    }
    self.tiles = maker.store.table(tables)
  }

}

extension ConvolutionKernel.Phase {

  init(_ phase: ConvolutionStep.Phase, _ step: ConvolutionStep, _ maker: KernelMaker) {
    (planes, rows) = (phase.planes, phase.rows)
    (width, lastWidth) = (phase.width, phase.lastWidth)
    (input, output) = (phase.input, phase.output)
    (inputPixel, outputPixel) = (phase.inputPixel, phase.outputPixel)
    (order, parts) = (phase.order(batch: step.batch), phase.parts)
    let products = phase.groups.map { $0.steps.count * $0.vectors }.max() ?? 0
    grain =
      Worker.grain.multiplyAdds / max(products * phase.run * Layout.lanes * phase.width, 1)
    let groups = Array(maker.groups(phase.groups, bias: step.bias))
    groupCount = groups.count
    func tiles(_ tiles: ConvolutionStep.Tiles) -> ConvolutionKernel.Tiles {
      ConvolutionKernel.Tiles(
        tiles, pitch: phase.inputPixel, run: phase.run,
        filters: phase.groups.map(\.filters).max() ?? 0, maker)
    }
    let (all, last) = (tiles(phase.tiles), tiles(phase.lastTiles))
    calls = maker.store.table(
      (0..<parts).flatMap { (part) in
        groups.map { (group) in
          ConvolutionKernel.GroupCall(
            phase, step.limits, group,
            (all[vectors: group.vectors], last[vectors: group.vectors]), part: part)
        }
      })
  }

}

extension ConvolutionStep.Phase {

  /// The steps of a part of the sums. All parts but the last have as many.
  fileprivate func steps(of group: ConvolutionKernel.FilterGroup, part: Int) -> Range<Int> {
    let count = divideUp(group.steps.count, parts)
    return min(part * count, group.steps.count)..<min((part + 1) * count, group.steps.count)
  }

}

extension ConvolutionKernel.GroupCall {

  fileprivate init(
    _ phase: ConvolutionStep.Phase, _ limits: Limits, _ group: ConvolutionKernel.FilterGroup,
    _ tiles: (
      all: UnsafeBufferPointer<ConvolutionKernel.Tile>,
      last: UnsafeBufferPointer<ConvolutionKernel.Tile>
    ),
    part: Int
  ) {
    let steps = phase.steps(of: group, part: part)
    let (isFirst, isLast) = (part == 0, part + 1 == phase.parts)
    let residual = isFirst ? phase.residual : phase.output
    var call = cnn_convolution()
    call.steps = group.steps.baseAddress.map { $0 + steps.lowerBound }
    call.stepCount = steps.count
    call.run = phase.run
    call.inputPixel = phase.inputPixel
    call.weights =
      group.weights + steps.lowerBound * phase.run * group.vectors * Layout.lanes
    call.bias = isFirst ? group.bias : nil
    call.outputPixel = phase.outputPixel
    call.outputBlock = phase.output.block
    call.residualPixel = isFirst ? Layout.lanes : phase.outputPixel
    call.residualBlock = residual?.block ?? 0
    call.prefetch = call.weights
    (call.low, call.high) = isLast ? (limits.low, limits.high) : (-.infinity, .infinity)
    (self.call, self.residual) = (call, residual)
    (self.tiles, lastTiles) = tiles
    (vectors, block) = (group.vectors, group.block)
  }

}
