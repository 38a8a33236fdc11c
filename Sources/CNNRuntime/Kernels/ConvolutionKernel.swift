import CNNKernels

/// Direct convolution, and whatever else is sums of products of pixels with packed filters.
///
/// A convolution is one phase. A transposed one has a phase for every remainder of output positions by
/// the stride: each is a convolution of its own, whose output pixels lie a stride apart.
struct ConvolutionKernel: Kernel {

  /// Some filters, at most `mostVectors` blocks, and what they read.
  struct FilterGroup {
    var vectors: Int
    /// The input's offset of each step; see `cnn_convolution`.
    var steps: UnsafeBufferPointer<Int>
    var weights: UnsafePointer<Float>
    var bias: UnsafePointer<Float>?
    /// The number of the first block.
    var block: Int
  }

  /// Pixels of a row that one call computes.
  struct Tile {
    var pixel: Int
    var kernel: cnn_convolution_kernel
  }

  /// The tiles of a row for each number of blocks that a group may have.
  struct Tiles {
    private let tiles: UnsafeBufferPointer<UnsafeBufferPointer<Tile>>

    init(_ tiles: UnsafeBufferPointer<UnsafeBufferPointer<Tile>>) { self.tiles = tiles }

    subscript(vectors vectors: Int) -> UnsafeBufferPointer<Tile> { tiles[vectors &- 1] }
  }

  struct Phase {
    var groups: UnsafeBufferPointer<FilterGroup>
    var tiles: Tiles
    var planes: Int
    var rows: Int
    var input: Strides
    /// The values of a step, and the distance between its inputs for neighbouring pixels.
    var run: Int
    var inputPixel: Int
    var output: Strides
    var outputPixel: Int
    /// What is added to the result before it is stored: whole blocks of pixels.
    var residual: Strides?
    var width: Int
    /// How many rows are computed with one group before the next group's turn.
    var rowsAtOnce: Int
    /// Into how many parts the sums are cut. Each is computed for all groups before the next, so that
    /// its filters and what they read stay in the cache.
    var parts = 1
    /// Whether the filters come from beyond the cache each time, and should be on their way before
    /// their turn.
    var fetchesFilters = false
  }

  let kernels: UnsafePointer<cnn_kernels>
  let batch: Int
  let phases: UnsafeBufferPointer<Phase>
  let limits: Limits
  let map: Epilogue.Map?

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
      if isLast, let map { apply(map, to: output, phase, vectors: group.vectors) }
    }
  }

  /// Maps a row while it is in the cache.
  private func apply(
    _ map: Epilogue.Map, to row: UnsafeMutablePointer<Float>, _ phase: Phase, vectors: Int
  ) {
    for vector in 0..<vectors {
      kernels.apply(
        map, to: row + vector &* phase.output.block, pixels: phase.width, pixel: phase.outputPixel)
    }
  }

}

extension ConvolutionKernel.Phase {

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
