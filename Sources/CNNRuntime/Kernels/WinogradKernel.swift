import CNNKernels

/// Convolution of 3x3 windows at stride 1 by Winograd's minimal filtering (Lavin and Gray, 2016).
///
/// Tiles of pixels are transformed, multiplied with transformed filters coefficient by coefficient,
/// and transformed back; the products are the work of the convolution kernels, with tiles for pixels.
struct WinogradKernel: Kernel {

  /// How workers divide the work.
  enum Division: Sendable {
    /// Each transforms and multiplies tiles of its own, as many at once as its cache holds.
    case tiles
    /// All transform the tiles of an image together, then each multiplies with filters of its own:
    /// for many filters, so that no two workers read the same ones.
    case filters
  }

  /// The sides of a tile's output and input.
  struct Size: Sendable {
    let tile: Int
    var input: Int { tile + 2 }
    var coefficients: Int { input * input }
  }

  let kernels: UnsafePointer<cnn_kernels>
  let size: Size
  let division: Division
  let batch: Int
  /// The rows and columns of the output.
  let height: Int
  let width: Int
  /// Where the window of the first output begins.
  let input: Strides
  let inputBlocks: Int
  let output: Strides
  let groups: UnsafeBufferPointer<ConvolutionKernel.FilterGroup>
  /// How many rows of tiles are in work at once; only the last time there are fewer.
  let tileRows: Int
  /// The tiles as pixels of the products, for that many rows and for the rest.
  let products: (full: ConvolutionKernel.Tiles, rest: ConvolutionKernel.Tiles)
  /// Whether the filters come from beyond the cache.
  let fetchesFilters: Bool
  let residual: Strides?
  let limits: Limits
  let map: Epilogue.Map?
  /// Where transformed input and products lie in the arena, and how far apart the workers' are.
  let transformed: Int
  let transformedStride: Int
  let multiplied: Int
  let multipliedStride: Int

  private var tileColumns: Int { (width &+ size.tile &- 1) / size.tile }
  private var allTileRows: Int { (height &+ size.tile &- 1) / size.tile }

  /// The distance between blocks of transformed input, the same for the last rows.
  private var tileStride: Int { tileRows &* tileColumns &* Layout.lanes }

  func run(_ worker: Worker, in memory: Memory) {
    switch division {
    case .tiles:
      let pieces = (allTileRows &+ tileRows &- 1) / tileRows
      for item in worker.share(of: batch &* pieces) {
        let (image, piece) = item.quotientAndRemainder(dividingBy: pieces)
        let work = Work(self, image, piece, worker, memory)
        for block in 0..<inputBlocks {
          for row in 0..<work.rows { transform(work, block, row) }
        }
        for group in groups.indices { multiply(work, groups[group]) }
      }
    case .filters:
      for image in 0..<batch {
        let work = Work(self, image, 0, worker, memory)
        for item in worker.share(of: inputBlocks &* work.rows) {
          transform(work, item / work.rows, item % work.rows)
        }
        worker.barrier.pointee.wait()
        for group in worker.share(of: groups.count) { multiply(work, groups[group]) }
        // The next image's transforms overwrite what the others may still read.
        if image &+ 1 < batch { worker.barrier.pointee.wait() }
      }
    }
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
      let start = Row(image: image, block: 0, plane: 0, row: firstRow &* kernel.size.tile)
      input = UnsafePointer(arena + kernel.input[start])
      transformed = arena + (kernel.transformed &+ worker.index &* kernel.transformedStride)
      multiplied = arena + (kernel.multiplied &+ worker.index &* kernel.multipliedStride)
    }
  }

  /// A row of tiles of one block of channels.
  private func transform(_ work: Work, _ block: Int, _ row: Int) {
    var call = cnn_winograd()
    call.rowStride = input.row
    call.coefficientStride = inputBlocks &* tileStride
    let source = work.input + (block &* input.block &+ row &* size.tile &* input.row)
    let target =
      work.transformed + (block &* tileStride &+ row &* tileColumns &* Layout.lanes)
    for column in 0..<tileColumns {
      call.source = source + column &* size.tile &* Layout.lanes
      call.target = target + column &* Layout.lanes
      if size.tile == 4 {
        kernels.pointee.winograd4_input(&call)
      } else {
        kernels.pointee.winograd2_input(&call)
      }
    }
  }

  /// All tiles times the filters of a group, and the transforms back.
  private func multiply(_ work: Work, _ group: ConvolutionKernel.FilterGroup) {
    let tiles = work.products[vectors: group.vectors]
    var call = cnn_convolution()
    call.steps = group.steps.baseAddress
    call.stepCount = group.steps.count
    call.run = Layout.lanes
    call.outputPixel = Layout.lanes
    call.outputBlock = tileStride
    (call.low, call.high) = (-.infinity, .infinity)
    let filterCount = group.steps.count &* Layout.lanes &* group.vectors &* Layout.lanes
    for coefficient in 0..<size.coefficients {
      call.weights = group.weights + coefficient &* filterCount
      call.prefetchFilters(
        call.weights + filterCount, calls: fetchesFilters ? tiles.count : 0, group.vectors)
      let fetched = call.stepCount &* call.run &* call.prefetchStride
      let source = work.transformed + coefficient &* inputBlocks &* tileStride
      let target = work.multiplied + coefficient &* group.vectors &* tileStride
      for tile in tiles {
        call.input = UnsafePointer(source + tile.pixel &* Layout.lanes)
        call.output = target + tile.pixel &* Layout.lanes
        tile.kernel(&call)
        call.prefetch += fetched
      }
    }
    for vector in 0..<group.vectors { transformBack(work, group, vector) }
  }

  private func transformBack(
    _ work: Work, _ group: ConvolutionKernel.FilterGroup, _ vector: Int
  ) {
    var call = cnn_winograd()
    call.coefficientStride = group.vectors &* tileStride
    call.rowStride = output.row
    call.residualRowStride = residual?.row ?? 0
    call.bias = group.bias.map { $0 + vector &* Layout.lanes }
    (call.low, call.high) = (limits.low, limits.high)
    for tileRow in 0..<work.rows {
      let row = (work.firstRow &+ tileRow) &* size.tile
      let at = Row(image: work.image, block: group.block &+ vector, plane: 0, row: row)
      let target = work.arena + output[at]
      let source =
        work.multiplied + (vector &* tileStride &+ tileRow &* tileColumns &* Layout.lanes)
      call.rows = min(size.tile, height &- row)
      for column in 0..<tileColumns {
        let pixel = column &* size.tile
        call.columns = min(size.tile, width &- pixel)
        call.source = UnsafePointer(source + column &* Layout.lanes)
        call.target = target + pixel &* Layout.lanes
        if let residual {
          call.residual = UnsafePointer(work.arena + (residual[at] &+ pixel &* Layout.lanes))
        }
        if size.tile == 4 {
          kernels.pointee.winograd4_output(&call)
        } else {
          kernels.pointee.winograd2_output(&call)
        }
      }
      if let map {
        for line in 0..<call.rows {
          kernels.apply(map, to: target + line &* output.row, count: width &* Layout.lanes)
        }
      }
    }
  }

}
