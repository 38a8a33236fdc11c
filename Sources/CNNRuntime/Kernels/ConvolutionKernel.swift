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

  struct Phase {
    var groups: UnsafeBufferPointer<FilterGroup>
    /// The tiles of a row, for groups of one and of two blocks.
    var tiles: (UnsafeBufferPointer<Tile>, UnsafeBufferPointer<Tile>)
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
    let groups = phase.groups.count
    let share = worker.share(of: rows &* groups)
    var item = share.lowerBound
    while item < share.upperBound {
      let firstRow = item / (phase.rowsAtOnce &* groups) &* phase.rowsAtOnce
      let count = min(phase.rowsAtOnce, rows &- firstRow)
      let (group, row) = (item &- firstRow &* groups).quotientAndRemainder(dividingBy: count)
      let end = min(count, row &+ share.upperBound &- item)
      run(phase, phase.groups[group], firstRow &+ row..<firstRow &+ end, memory)
      item &+= end &- row
    }
  }

  private func run(
    _ phase: Phase, _ group: FilterGroup, _ rows: Range<Int>, _ memory: Memory
  ) {
    let tiles = group.vectors == 1 ? phase.tiles.0 : phase.tiles.1
    var call = cnn_convolution()
    call.steps = group.steps.baseAddress
    call.stepCount = group.steps.count
    call.run = phase.run
    call.inputPixel = phase.inputPixel
    call.weights = group.weights
    call.bias = group.bias
    call.outputPixel = phase.outputPixel
    call.outputBlock = phase.output.block
    call.residualPixel = Layout.lanes
    call.residualBlock = phase.residual?.block ?? 0
    (call.low, call.high) = (limits.low, limits.high)
    call.prefetchFilters(calls: phase.fetchesFilters ? rows.count &* tiles.count : 0, group.vectors)
    let fetched = call.stepCount &* call.run &* call.prefetchStride
    for index in rows {
      let (outer, row) = index.quotientAndRemainder(dividingBy: phase.rows)
      let (image, plane) = outer.quotientAndRemainder(dividingBy: phase.planes)
      let at = Row(image: image, block: group.block, plane: plane, row: row)
      let input = memory.arena + phase.input[Row(image: image, block: 0, plane: plane, row: row)]
      let output = memory.arena + phase.output[at]
      for tile in tiles {
        call.input = UnsafePointer(input + tile.pixel &* phase.inputPixel)
        call.output = output + tile.pixel &* phase.outputPixel
        if let residual = phase.residual {
          call.residual = UnsafePointer(
            memory.arena + (residual[at] &+ tile.pixel &* Layout.lanes))
        }
        tile.kernel(&call)
        call.prefetch += fetched
      }
      if let map { apply(map, to: output, phase, vectors: group.vectors) }
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

extension cnn_convolution {

  /// Has the next group's filters, which lie behind this one's, fetched by the time of their turn: by
  /// `calls` calls together, or not at all where there are too few for that.
  mutating func prefetchFilters(calls: Int, _ vectors: Int) {
    let count = vectors &* Layout.lanes
    (prefetch, prefetchStride) = (weights, 0)
    if calls > 1 {
      prefetch += stepCount &* run &* count
      prefetchStride = (count &+ calls &- 1) / calls
    }
  }

}
