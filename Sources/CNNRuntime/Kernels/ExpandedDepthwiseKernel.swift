import CNNKernels
import CNNOps
import CNNPlanning

struct ExpandedDepthwiseKernel: Kernel {

  /// The step's expansion, with what it points to.
  struct Expansion {
    let groups: UnsafeBufferPointer<ConvolutionKernel.FilterGroup>
    let run: Int
    let tiles: ConvolutionKernel.Tiles
    let input: Strides
    let rows: Int
    let width: Int
    let limits: Limits
    let function: ElementFunction?
  }

  let kernels: UnsafePointer<cnn_kernels>
  let batch: Int
  let expansion: Expansion
  let ring: ExpandedDepthwiseStep.Ring
  let windows: (rows: Window, columns: Window)
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let output: Strides
  let rows: Int
  let width: Int
  let bands: Int
  let limits: Limits
  let function: ElementFunction?

  init(_ step: ExpandedDepthwiseStep, _ maker: KernelMaker) {
    kernels = maker.kernels
    expansion = Expansion(step.expansion, maker)
    (batch, ring, windows, bands) = (step.batch, step.ring, step.windows, step.bands)
    (weights, bias) = (maker.parameters + step.weights, maker.pointer(step.bias))
    (output, rows, width) = (step.output, step.rows, step.width)
    (limits, function) = (step.limits, step.function)
  }

  func run(_ worker: Worker, in memory: Memory) {
    let ringStart = memory.arena + (ring.offset &+ worker.index &* ring.worker)
    // The columns beside the pixels stay zero.
    ringStart.update(repeating: 0, count: ring.worker)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: windows.rows.kernel) { (steps) in
      worker.forEach(batch &* expansion.groups.count &* bands) { (item) in
        let (outer, band) = item.quotientAndRemainder(dividingBy: bands)
        let (image, group) = outer.quotientAndRemainder(dividingBy: expansion.groups.count)
        let lines = share(of: rows, worker: band, of: bands)
        run(lines, image, expansion.groups[group], ringStart, steps, memory)
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
        if let function {
          kernels.apply(function, to: call.output, count: width &* Layout.lanes)
        }
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
    call.run = expansion.run
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
    guard let function = expansion.function else { return }
    for vector in 0..<group.vectors {
      kernels.apply(
        function, to: pixels + vector &* ring.block, count: expansion.width &* Layout.lanes)
    }
  }

}

extension ExpandedDepthwiseKernel.Expansion {

  fileprivate init(_ step: ExpandedDepthwiseStep.Expansion, _ maker: KernelMaker) {
    groups = maker.groups(step.groups, bias: step.bias)
    run = step.run
    tiles = ConvolutionKernel.Tiles(step.tiles, pitch: Layout.lanes, run: run, maker)
    (input, rows, width) = (step.input, step.rows, step.width)
    (limits, function) = (step.limits, step.function)
  }

}
