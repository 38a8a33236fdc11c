import CNNKernels
import CNNOps

/// A depthwise convolution of what a convolution of single pixels makes (the first two layers of an
/// inverted residual block: Sandler et al., 2018). For some filters at a time, rows are expanded just
/// before the windows reach them, into a ring of rows that stays in the cache.
struct ExpandedDepthwiseKernel: Kernel {

  /// The convolution of single pixels.
  struct Expansion {
    let groups: UnsafeBufferPointer<ConvolutionKernel.FilterGroup>
    let tiles: ConvolutionKernel.Tiles
    let input: Strides
    let rows: Int
    let width: Int
    let limits: Limits
    let map: Epilogue.Map?
  }

  /// Where expanded rows lie in the arena, those of each worker on their own.
  struct Ring {
    let offset: Int
    let worker: Int
    /// From a row to the next, and from a block of channels to the next.
    let row: Int
    let block: Int
    /// Zeros before the first pixel.
    let before: Int
  }

  let kernels: UnsafePointer<cnn_kernels>
  let batch: Int
  let expansion: Expansion
  let ring: Ring
  /// Of rows and columns.
  let windows: (rows: Window, columns: Window)
  /// The weights of a block of channels follow those of the last.
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let output: Strides
  let rows: Int
  let width: Int
  /// Into how many bands of rows the work on a group is cut.
  let bands: Int
  let limits: Limits
  let map: Epilogue.Map?

  func run(_ worker: Worker, in memory: Memory) {
    let items = worker.share(of: batch &* expansion.groups.count &* bands)
    if items.isEmpty { return }
    let ringStart = memory.arena + (ring.offset &+ worker.index &* ring.worker)
    // The columns beside the pixels stay zero.
    ringStart.update(repeating: 0, count: ring.worker)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: windows.rows.kernel) { (steps) in
      for item in items {
        let (outer, band) = item.quotientAndRemainder(dividingBy: bands)
        let (image, group) = outer.quotientAndRemainder(dividingBy: expansion.groups.count)
        let first = rows &* band / bands
        let end = rows &* (band &+ 1) / bands
        run(first..<end, image, expansion.groups[group], ringStart, steps, memory)
      }
    }
  }

  private func run(
    _ band: Range<Int>, _ image: Int, _ group: ConvolutionKernel.FilterGroup,
    _ ringStart: UnsafeMutablePointer<Float>, _ steps: UnsafeMutableBufferPointer<Int>,
    _ memory: Memory
  ) {
    let kernel = windows.rows.kernel
    var next = 0
    for row in band {
      let top = row &* windows.rows.stride &- windows.rows.before
      let inside = max(top, 0)..<max(min(top &+ kernel, expansion.rows), max(top, 0))
      next = max(next, inside.lowerBound)
      while next < inside.upperBound {
        expand(next, image, group, to: ringStart + next % kernel &* ring.row, memory)
        next &+= 1
      }
      for (index, line) in inside.enumerated() { steps[index] = line % kernel &* ring.row }
      var call = cnn_depthwise()
      call.steps = UnsafePointer(steps.baseAddress)
      call.stepCount = inside.count
      call.taps = windows.columns.kernel
      call.tapStride = Layout.lanes
      call.inputPixel = windows.columns.stride &* Layout.lanes
      call.count = width
      (call.low, call.high) = (limits.low, limits.high)
      let tapsAbove = (inside.lowerBound &- top) &* windows.columns.kernel
      for vector in 0..<group.vectors {
        let block = group.block &+ vector
        let taps = block &* kernel &* windows.columns.kernel &+ tapsAbove
        call.input = UnsafePointer(ringStart + vector &* ring.block)
        call.output = memory.arena + output[Row(image: image, block: block, plane: 0, row: row)]
        call.weights = weights + taps &* Layout.lanes
        call.bias = bias.map { $0 + block &* Layout.lanes }
        kernels.pointee.depthwise(&call)
        if let map { kernels.apply(map, to: call.output, count: width &* Layout.lanes) }
      }
    }
  }

  /// A row of the expansion, for one group.
  private func expand(
    _ row: Int, _ image: Int, _ group: ConvolutionKernel.FilterGroup,
    to target: UnsafeMutablePointer<Float>, _ memory: Memory
  ) {
    let input =
      memory.arena + expansion.input[Row(image: image, block: 0, plane: 0, row: row)]
    let pixels = target + ring.before &* Layout.lanes
    var call = cnn_convolution()
    call.steps = group.steps.baseAddress
    call.stepCount = group.steps.count
    call.run = Layout.lanes
    call.inputPixel = Layout.lanes
    call.weights = group.weights
    call.bias = group.bias
    call.outputPixel = Layout.lanes
    call.outputBlock = ring.block
    call.prefetch = group.weights
    (call.low, call.high) = (expansion.limits.low, expansion.limits.high)
    for tile in expansion.tiles[vectors: group.vectors] {
      call.input = UnsafePointer(input + tile.pixel &* Layout.lanes)
      call.output = pixels + tile.pixel &* Layout.lanes
      tile.kernel(&call)
    }
    guard let map = expansion.map else { return }
    for vector in 0..<group.vectors {
      kernels.apply(
        map, to: pixels + vector &* ring.block, count: expansion.width &* Layout.lanes)
    }
  }

}
