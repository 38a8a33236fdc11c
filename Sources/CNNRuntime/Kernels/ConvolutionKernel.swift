import CNNKernels
import CNNPlanning

struct ConvolutionKernel: Kernel {

  struct FilterGroup {
    let vectors: Int
    /// The number of the first block.
    let block: Int
    /// The input's offset of each step; see `cnn_convolution`.
    let steps: UnsafeBufferPointer<Int>
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
  }

  /// Pixels of a row that one call computes.
  struct Tile {
    let pixel: Int
    let kernel: cnn_convolution_kernel
  }

  /// The tiles of a row for each number of blocks that a group may have.
  struct Tiles {
    private let tiles: UnsafeBufferPointer<UnsafeBufferPointer<Tile>>

    subscript(vectors vectors: Int) -> UnsafeBufferPointer<Tile> { tiles[vectors &- 1] }
  }

  /// A phase of the step, with what it points to.
  struct Phase {
    let groups: UnsafeBufferPointer<FilterGroup>
    let tiles: Tiles
    let planes: Int
    let rows: Int
    let input: Strides
    let run: Int
    let inputPixel: Int
    let output: Strides
    let outputPixel: Int
    let residual: Strides?
    let width: Int
    let rowsAtOnce: Int
    let parts: Int
    let fetchesFilters: Bool
  }

  let kernels: UnsafePointer<cnn_kernels>
  let batch: Int
  let phases: UnsafeBufferPointer<Phase>
  let limits: Limits
  let function: ElementFunction?

  init(_ step: ConvolutionStep, _ maker: KernelMaker) {
    kernels = maker.kernels
    (batch, limits, function) = (step.batch, step.limits, step.function)
    phases = maker.store.table(step.phases.map { Phase($0, bias: step.bias, maker) })
  }

  func run(_ worker: Worker, in memory: Memory) {
    for index in phases.indices { run(phases[index], worker, memory) }
  }

  /// The worker's share of the pairs of a row and a filter group, in blocks of rows.
  private func run(_ phase: Phase, _ worker: Worker, _ memory: Memory) {
    let rows = batch &* phase.planes &* phase.rows
    let share = worker.share(of: rows &* phase.groups.count)
    let blockItems = phase.rowsAtOnce &* phase.groups.count
    var item = share.lowerBound
    while item < share.upperBound {
      let firstRow = item / blockItems &* phase.rowsAtOnce
      let block = firstRow..<min(firstRow &+ phase.rowsAtOnce, rows)
      let start = firstRow &* phase.groups.count
      let end = min(share.upperBound, start &+ block.count &* phase.groups.count)
      for part in 0..<phase.parts {
        run(phase, part, block, item &- start..<end &- start, memory)
      }
      item = end
    }
  }

  /// One part of the sums of some items: the pairs of a group and a row of `block`, group by group.
  private func run(
    _ phase: Phase, _ part: Int, _ block: Range<Int>, _ items: Range<Int>, _ memory: Memory
  ) {
    var item = items.lowerBound
    while item < items.upperBound {
      let (group, row) = item.quotientAndRemainder(dividingBy: block.count)
      let end = min(block.count, row &+ items.upperBound &- item)
      run(
        phase, group, part, block.lowerBound &+ row..<block.lowerBound &+ end, memory)
      item &+= end &- row
    }
  }

  private func run(
    _ phase: Phase, _ index: Int, _ part: Int, _ rows: Range<Int>, _ memory: Memory
  ) {
    let group = phase.groups[index]
    let tiles = phase.tiles[vectors: group.vectors]
    let steps = phase.steps(of: group, part: part)
    let (isFirst, isLast) = (part == 0, part &+ 1 == phase.parts)
    var call = cnn_convolution()
    call.steps = group.steps.baseAddress.map { $0 + steps.lowerBound }
    call.stepCount = steps.count
    call.run = phase.run
    call.inputPixel = phase.inputPixel
    call.weights = phase.weights(of: group, step: steps.lowerBound)
    call.bias = isFirst ? group.bias : nil
    call.outputPixel = phase.outputPixel
    call.outputBlock = phase.output.block
    (call.low, call.high) = isLast ? (limits.low, limits.high) : (-.infinity, .infinity)
    call.prefetchFilters(
      phase.filters(after: index, part: part),
      calls: phase.fetchesFilters ? rows.count &* tiles.count : 0, group.vectors)
    let fetched = call.stepCount &* call.run &* call.prefetchStride
    // The first part adds the residual, the others what is there from the parts before.
    let residual = isFirst ? phase.residual : phase.output
    call.residualPixel = isFirst ? Layout.lanes : phase.outputPixel
    call.residualBlock = residual?.block ?? 0
    for index in rows {
      let (outer, row) = index.quotientAndRemainder(dividingBy: phase.rows)
      let (image, plane) = outer.quotientAndRemainder(dividingBy: phase.planes)
      let at = Row(image: image, block: group.block, plane: plane, row: row)
      let input = memory.arena + phase.input[Row(image: image, block: 0, plane: plane, row: row)]
      let output = memory.arena + phase.output[at]
      for tile in tiles {
        call.input = UnsafePointer(input + tile.pixel &* phase.inputPixel)
        call.output = output + tile.pixel &* phase.outputPixel
        if let residual {
          call.residual = UnsafePointer(
            memory.arena + (residual[at] &+ tile.pixel &* call.residualPixel))
        }
        tile.kernel(&call)
        call.prefetch += fetched
      }
      if isLast, let function { apply(function, to: output, phase, vectors: group.vectors) }
    }
  }

  /// Maps a row while it is in the cache.
  private func apply(
    _ function: ElementFunction, to row: UnsafeMutablePointer<Float>, _ phase: Phase, vectors: Int
  ) {
    for vector in 0..<vectors {
      kernels.apply(
        function, to: row + vector &* phase.output.block, pixels: phase.width,
        pixel: phase.outputPixel)
    }
  }

}

extension KernelMaker {

  /// Groups of filters, which have a bias that begins with the first filter's.
  func groups(
    _ groups: [ConvolutionStep.FilterGroup], bias: Int?
  ) -> UnsafeBufferPointer<ConvolutionKernel.FilterGroup> {
    var tables: [[Int]: UnsafeBufferPointer<Int>] = [:]
    let groups = groups.map { (group) in
      let steps = tables[group.steps] ?? store.table(group.steps)
      tables[group.steps] = steps
      return ConvolutionKernel.FilterGroup(
        vectors: group.vectors, block: group.block, steps: steps,
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
  init(_ tiles: ConvolutionStep.Tiles, pitch: Int, run: Int, _ maker: KernelMaker) {
    let tables = tiles.sizes.enumerated().map { (index, sizes) in
      var pixel = 0
      let tiles = sizes.map { (size) in
        defer { pixel += size }
        guard let kernel = maker.kernels.pointee.convolution(pitch, run, size, index + 1) else {
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

  fileprivate init(_ phase: ConvolutionStep.Phase, bias: Int?, _ maker: KernelMaker) {
    groups = maker.groups(phase.groups, bias: bias)
    tiles = ConvolutionKernel.Tiles(
      phase.tiles, pitch: phase.inputPixel, run: phase.run, maker)
    (planes, rows, width) = (phase.planes, phase.rows, phase.width)
    (input, output, residual) = (phase.input, phase.output, phase.residual)
    (run, inputPixel, outputPixel) = (phase.run, phase.inputPixel, phase.outputPixel)
    (rowsAtOnce, parts) = (phase.rowsAtOnce, phase.parts)
    fetchesFilters = phase.fetchesFilters
  }

  /// The steps of a part of the sums. All parts but the last have as many.
  @inline(__always)
  fileprivate func steps(of group: ConvolutionKernel.FilterGroup, part: Int) -> Range<Int> {
    let count = (group.steps.count &+ parts &- 1) / parts
    return min(part &* count, group.steps.count)..<min((part &+ 1) &* count, group.steps.count)
  }

  @inline(__always)
  fileprivate func weights(
    of group: ConvolutionKernel.FilterGroup, step: Int
  ) -> UnsafePointer<Float> {
    group.weights + step &* run &* group.vectors &* Layout.lanes
  }

  /// The filters whose turn comes after those of a group: the next group's, or the next part of the
  /// first one's.
  @inline(__always)
  fileprivate func filters(after index: Int, part: Int) -> UnsafePointer<Float> {
    let isLast = index &+ 1 == groups.count
    let next = groups[isLast ? 0 : index &+ 1]
    return weights(of: next, step: steps(of: next, part: isLast ? part &+ 1 : part).lowerBound)
  }

}

extension cnn_convolution {

  /// Has filters fetched by the time of their turn: by `calls` calls together, or not at all where there
  /// are too few for that.
  mutating func prefetchFilters(_ filters: UnsafePointer<Float>, calls: Int, _ vectors: Int) {
    (prefetch, prefetchStride) = (weights, 0)
    if calls > 1 {
      prefetch = filters
      prefetchStride = (vectors &* Layout.lanes &+ calls &- 1) / calls
    }
  }

}
