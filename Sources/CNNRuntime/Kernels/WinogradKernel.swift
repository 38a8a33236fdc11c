import CNNKernels
import CNNPlanning

struct WinogradKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let size: WinogradSize
  let inputTransform: cnn_winograd_transform
  let outputTransform: cnn_winograd_transform
  let division: WinogradStep.Division
  let batch: Int
  let height: Int
  let width: Int
  let input: Strides
  let inputBlocks: Int
  let output: Strides
  let groups: UnsafeBufferPointer<ConvolutionKernel.FilterGroup>
  let tileRows: Int
  let tileColumns: Int
  let allTileRows: Int
  let tileStride: Int
  let inputDistance: Int
  let products: (full: ConvolutionKernel.Tiles, rest: ConvolutionKernel.Tiles)
  let partBlocks: Int
  let following: UnsafeBufferPointer<UnsafePointer<Float>>
  let residual: Strides?
  let limits: Limits
  let function: ElementFunction?
  let transformed: Int
  let transformedStride: Int
  let multiplied: Int
  let multipliedStride: Int

  init(_ step: WinogradStep, _ maker: KernelMaker) {
    func tiles(_ tiles: ConvolutionStep.Tiles) -> ConvolutionKernel.Tiles {
      ConvolutionKernel.Tiles(tiles, pitch: Layout.lanes, run: Layout.lanes, maker)
    }
    kernels = maker.kernels
    (inputTransform, outputTransform) = kernels.pointee.transforms(step.size)
    (size, division, batch) = (step.size, step.division, step.batch)
    (height, width) = (step.height, step.width)
    (input, inputBlocks, output) = (step.input, step.inputBlocks, step.output)
    groups = maker.groups(step.groups, bias: step.bias)
    (tileRows, tileColumns) = (step.tileRows, step.tileColumns)
    (allTileRows, tileStride) = (step.allTileRows, step.tileStride)
    inputDistance = WinogradStep.distance(ofBlocks: inputBlocks, tileStride: tileStride)
    products = (tiles(step.products.full), tiles(step.products.rest))
    (partBlocks, following) = (step.partBlocks, maker.pointers(step.following))
    residual = step.residual
    (limits, function) = (step.limits, step.function)
    (transformed, transformedStride) = (step.transformed, step.transformedStride)
    (multiplied, multipliedStride) = (step.multiplied, step.multipliedStride)
  }

  func run(_ worker: Worker, in memory: Memory) {
    switch division {
    case .tiles: divideTiles(worker, memory)
    case .filters: divideFilters(worker, memory)
    }
  }

  private var pieces: Int { (allTileRows &+ tileRows &- 1) / tileRows }

  private func divideTiles(_ worker: Worker, _ memory: Memory) {
    let (pieces, all) = (pieces, batch &* pieces)
    worker.divide(all) { (items) in
      let isEnd = worker.endsOwnShare(items, of: all)
      for item in items {
        let (image, piece) = item.quotientAndRemainder(dividingBy: pieces)
        let work = Work(self, image, piece, worker, memory)
        for block in 0..<inputBlocks {
          for row in 0..<work.rows { transform(work, block, row) }
        }
        let isLast = isEnd && item &+ 1 == items.upperBound
        multiply(work, groups.indices, following: isLast ? following(worker) : nil)
      }
    }
  }

  private func divideFilters(_ worker: Worker, _ memory: Memory) {
    let pieces = pieces
    for item in 0..<batch &* pieces {
      // Transforms overwrite what the others may still read.
      if item > 0 { worker.wait() }
      let (image, piece) = item.quotientAndRemainder(dividingBy: pieces)
      let work = Work(self, image, piece, worker, memory)
      // Row by row: those of a step before that had rows of its own are in the worker's cache.
      worker.forEach(inputBlocks &* work.rows) { (item) in
        transform(work, item % inputBlocks, item / inputBlocks)
      }
      worker.wait()
      worker.divide(groups.count) { (part) in
        let isLast = item &+ 1 == batch &* pieces && worker.endsOwnShare(part, of: groups.count)
        multiply(work, part, following: isLast ? following(worker) : nil)
      }
    }
  }

  /// What a worker reads after this kernel, if that is known.
  private func following(_ worker: Worker) -> UnsafePointer<Float>? {
    following.isEmpty ? nil : following[worker.index]
  }

  /// Some rows of tiles of an image, and the memory for them.
  private struct Work {
    let image: Int
    let firstRow: Int
    let rows: Int
    let products: ConvolutionKernel.Tiles
    let input: UnsafePointer<Float>
    let transformed: UnsafeMutablePointer<Float>
    let multiplied: UnsafeMutablePointer<Float>
    let arena: UnsafeMutablePointer<Float>

    init(
      _ kernel: WinogradKernel, _ image: Int, _ piece: Int, _ worker: Worker, _ memory: Memory
    ) {
      self.image = image
      firstRow = piece &* kernel.tileRows
      rows = min(kernel.tileRows, kernel.allTileRows &- firstRow)
      products = rows == kernel.tileRows ? kernel.products.full : kernel.products.rest
      arena = memory.arena
      let start = Row(image: image, block: 0, plane: 0, row: firstRow &* kernel.size.rows.tile)
      input = UnsafePointer(arena + kernel.input[start])
      transformed = arena + (kernel.transformed &+ worker.index &* kernel.transformedStride)
      multiplied = arena + (kernel.multiplied &+ worker.index &* kernel.multipliedStride)
    }
  }

  /// A row of tiles of one block of channels.
  private func transform(_ work: Work, _ block: Int, _ row: Int) {
    var call = cnn_winograd()
    call.rowStride = input.row
    call.coefficientStride = inputDistance
    let source = work.input + (block &* input.block &+ row &* size.rows.tile &* input.row)
    let target =
      work.transformed + (block &* tileStride &+ row &* tileColumns &* Layout.lanes)
    for column in 0..<tileColumns {
      call.source = source + column &* size.columns.tile &* Layout.lanes
      call.target = target + column &* Layout.lanes
      inputTransform(&call)
    }
  }

  /// All tiles times the filters of some groups, and the transforms back.
  private func multiply(
    _ work: Work, _ numbers: Range<Int>, following: UnsafePointer<Float>?
  ) {
    for number in numbers {
      let isLast = number &+ 1 == numbers.upperBound
      multiply(work, groups[number], following: isLast ? following : nil)
    }
  }

  /// All tiles times the filters of a group, and the transforms back.
  private func multiply(
    _ work: Work, _ group: ConvolutionKernel.FilterGroup, following: UnsafePointer<Float>?
  ) {
    let tiles = work.products[vectors: group.vectors]
    var call = cnn_convolution()
    call.run = Layout.lanes
    (call.outputPixel, call.residualPixel) = (Layout.lanes, Layout.lanes)
    (call.outputBlock, call.residualBlock) = (tileStride, tileStride)
    (call.low, call.high) = (-.infinity, .infinity)
    let distance = WinogradStep.distance(ofBlocks: group.vectors, tileStride: tileStride)
    // The filters of a block of the input.
    let blockSize = Layout.lanes &* group.vectors &* Layout.lanes
    let partCount = (inputBlocks &+ partBlocks &- 1) / partBlocks
    for coefficient in 0..<size.coefficients {
      let source = work.transformed + coefficient &* inputDistance
      let target = work.multiplied + coefficient &* distance
      for part in 0..<partCount {
        let first = part &* partBlocks
        call.steps = group.steps.baseAddress.map { $0 + first }
        call.stepCount = min(partBlocks, inputBlocks &- first)
        call.weights = group.weights + (coefficient &* inputBlocks &+ first) &* blockSize
        // After the last part of a group comes the next group's first.
        let next = call.weights + call.stepCount &* blockSize
        let isLast = coefficient &+ 1 == size.coefficients && part &+ 1 == partCount
        call.prefetchFilters(
          isLast ? following ?? next : next, calls: tiles.count, group.vectors)
        let fetched = call.stepCount &* call.run &* call.prefetchStride
        for tile in tiles {
          call.input = UnsafePointer(source + tile.pixel &* Layout.lanes)
          call.output = target + tile.pixel &* Layout.lanes
          call.residual = part == 0 ? nil : UnsafePointer(call.output)
          tile.kernel(&call)
          call.prefetch += fetched
        }
      }
    }
    for vector in 0..<group.vectors { transformBack(work, group, vector, distance) }
  }

  private func transformBack(
    _ work: Work, _ group: ConvolutionKernel.FilterGroup, _ vector: Int, _ distance: Int
  ) {
    var call = cnn_winograd()
    call.coefficientStride = distance
    call.rowStride = output.row
    call.residualRowStride = residual?.row ?? 0
    call.bias = group.bias.map { $0 + vector &* Layout.lanes }
    (call.low, call.high) = (limits.low, limits.high)
    for tileRow in 0..<work.rows {
      let row = (work.firstRow &+ tileRow) &* size.rows.tile
      let at = Row(image: work.image, block: group.block &+ vector, plane: 0, row: row)
      let target = work.arena + output[at]
      let source =
        work.multiplied + (vector &* tileStride &+ tileRow &* tileColumns &* Layout.lanes)
      call.rows = min(size.rows.tile, height &- row)
      for column in 0..<tileColumns {
        let pixel = column &* size.columns.tile
        call.columns = min(size.columns.tile, width &- pixel)
        call.source = UnsafePointer(source + column &* Layout.lanes)
        call.target = target + pixel &* Layout.lanes
        if let residual {
          call.residual = UnsafePointer(work.arena + (residual[at] &+ pixel &* Layout.lanes))
        }
        outputTransform(&call)
      }
      if let function {
        for line in 0..<call.rows {
          kernels.apply(function, to: target + line &* output.row, count: width &* Layout.lanes)
        }
      }
    }
  }

}

extension cnn_kernels {

  fileprivate func transforms(
    _ size: WinogradSize
  ) -> (cnn_winograd_transform, cnn_winograd_transform) {
    let (rows, columns) = (size.rows, size.columns)
    guard let input = winograd_input(rows.input, columns.input),
      let output = winograd_output(rows.input, rows.tile, columns.input, columns.tile)
    else { preconditionFailure("the plan has a size of tiles that there are no transforms for") }
    return (input, output)
  }

}
