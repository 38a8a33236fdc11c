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
    let tiles: UnsafeBufferPointer<UnsafeBufferPointer<Tile>>

    subscript(vectors vectors: Int) -> UnsafeBufferPointer<Tile> { tiles[vectors &- 1] }
  }

  /// What the calls for one part of a group's sums have in common.
  struct GroupCall {
    let call: cnn_convolution
    /// The tiles of a row, and of the last row.
    let tiles: UnsafeBufferPointer<Tile>
    let lastTiles: UnsafeBufferPointer<Tile>
    let vectors: Int
    /// The number of the first block.
    let block: Int
    /// Added to the sums: the step's residual or, in all parts but the first, what is there from the parts
    /// before.
    let residual: Strides?
  }

  /// A phase of the step, with what it points to.
  struct Phase {
    /// The calls of all groups for one part after the other.
    let calls: UnsafeBufferPointer<GroupCall>
    let groupCount: Int
    let order: WorkOrder
    let planes: Int
    let rows: Int
    let input: Strides
    let inputPixel: Int
    let output: Strides
    let outputPixel: Int
    let width: Int
    let lastWidth: Int
    let parts: Int
    /// See `Worker.divide`.
    let grain: Int
  }

  let kernels: UnsafePointer<cnn_kernels>
  let batch: Int
  let phases: UnsafeBufferPointer<Phase>
  let function: ElementFunction?
  /// What each worker reads after this kernel, if that is known.
  let following: UnsafeBufferPointer<UnsafePointer<Float>>

  init(_ step: ConvolutionStep, _ maker: KernelMaker) {
    kernels = maker.kernels
    (batch, function) = (step.batch, step.function)
    phases = maker.store.table(step.phases.map { Phase($0, step, maker) })
    following = maker.pointers(step.following)
  }

  func run(_ worker: Worker, in memory: Memory) {
    for index in phases.indices {
      // A worker divides only once between two waits.
      if index > 0 { worker.wait() }
      let phase = phases[index]
      let isLast = index &+ 1 == phases.count && !following.isEmpty
      let order = phase.order
      worker.divide(order.count, grain: phase.grain, cut: { order.cut(near: $0) }) { (part) in
        let isEnd =
          isLast && worker.endsOwnShare(part, of: order.count, cut: { order.cut(near: $0) })
        run(phase, part, memory, following: isEnd ? following[worker.index] : nil)
      }
    }
  }

  /// Some of the pairs of a row and a filter group.
  ///
  /// - Parameter following: the weights that come after all these.
  private func run(
    _ phase: Phase, _ pairs: Range<Int>, _ memory: Memory, following: UnsafePointer<Float>?
  ) {
    var first = pairs.lowerBound
    while first < pairs.upperBound {
      let (block, group, row) = phase.order.place(of: first)
      // Those of the same rows.
      let rest = block.count &* (phase.groupCount &- group) &- row
      let count = min(rest, pairs.upperBound &- first)
      first &+= count
      for part in 0..<phase.parts {
        let next =
          if part &+ 1 < phase.parts {
            phase.call(part &+ 1, group).call.weights!
          } else if first == pairs.upperBound, let following {
            following
          } else {
            // What the worker goes on with, unless others are faster.
            phase.call(0, phase.order.group(of: first)).call.weights!
          }
        run(phase, part, block, (group, row), count, memory, next: next)
      }
    }
  }

  /// One part of the sums of `count` pairs of a group and a row of `block`, group by group.
  ///
  /// - Parameter next: the weights that come after these.
  private func run(
    _ phase: Phase, _ part: Int, _ block: Range<Int>, _ start: (group: Int, row: Int),
    _ count: Int, _ memory: Memory, next: UnsafePointer<Float>
  ) {
    var (group, row) = start
    let first = phase.row(block.lowerBound)
    var rest = count
    while rest > 0 {
      let count = min(block.count &- row, rest)
      rest &-= count
      let at = row == 0 ? first : phase.row(block.lowerBound &+ row)
      let call = phase.call(part, group)
      (group, row) = (group &+ 1, 0)
      run(
        phase, call, at, count, memory, part,
        next: rest == 0 ? next : phase.call(part, group).call.weights)
    }
  }

  /// Some rows for a group.
  private func run(
    _ phase: Phase, _ group: GroupCall, _ first: Row, _ rows: Int, _ memory: Memory, _ part: Int,
    next: UnsafePointer<Float>
  ) {
    var call = group.call
    call.prefetchFilters(next, calls: rows &* group.tiles.count, group.vectors)
    var fetched = call.stepCount &* call.run &* call.prefetchStride
    let end = next + call.stepCount &* call.run &* group.vectors &* Layout.lanes
    var at = first
    at.block = group.block
    for _ in 0..<rows {
      // The steps know the blocks that they read.
      let input = memory.arena + (phase.input[at] &- at.block &* phase.input.block)
      let output = memory.arena + phase.output[at]
      let isLast = at.row &+ 1 == phase.rows
      for tile in isLast ? group.lastTiles : group.tiles {
        call.input = UnsafePointer(input + tile.pixel &* phase.inputPixel)
        call.output = output + tile.pixel &* phase.outputPixel
        if let residual = group.residual {
          call.residual = UnsafePointer(
            memory.arena + (residual[at] &+ tile.pixel &* call.residualPixel))
        }
        tile.kernel(&call)
        call.prefetch += fetched
        // Many calls would go on beyond the filters.
        if fetched > 0, call.prefetch >= end {
          (call.prefetch, call.prefetchStride, fetched) = (call.weights, 0, 0)
        }
      }
      if part &+ 1 == phase.parts, let function {
        apply(
          function, to: output, phase, vectors: group.vectors,
          pixels: isLast ? phase.lastWidth : phase.width)
      }
      if !at.advance(rows: phase.rows, planes: phase.planes) { at.image &+= 1 }
    }
  }

  /// Maps a row while it is in the cache.
  private func apply(
    _ function: ElementFunction, to row: UnsafeMutablePointer<Float>, _ phase: Phase, vectors: Int,
    pixels: Int
  ) {
    for vector in 0..<vectors {
      kernels.apply(
        function, to: row + vector &* phase.output.block, pixels: pixels,
        pixel: phase.outputPixel)
    }
  }

}

extension ConvolutionKernel.Phase {

  /// The calls for a part of a group's sums.
  @inline(__always)
  fileprivate func call(_ part: Int, _ group: Int) -> ConvolutionKernel.GroupCall {
    calls[part &* groupCount &+ group]
  }

  /// Where a row is, counted over all images and planes.
  @inline(__always)
  fileprivate func row(_ index: Int) -> Row {
    let (outer, row) = index.quotientAndRemainder(dividingBy: rows)
    let (image, plane) = outer.quotientAndRemainder(dividingBy: planes)
    return Row(image: image, block: 0, plane: plane, row: row)
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
