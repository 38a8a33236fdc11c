import CNNIR
import CNNKernels
import CNNOps

/// How to compute a convolution by Winograd's minimal filtering, where that pays.
struct WinogradPlan {

  private let conv: Conv
  private let context: NodeContext
  private let geometry: ConvolutionGeometry
  private let choice: Choice

  /// `nil` when the convolution is of another kind, or direct convolution is faster.
  init?(_ conv: Conv, _ context: NodeContext, _ geometry: ConvolutionGeometry) {
    let windows = geometry.windows
    guard !context.options.isExact, conv.groups == 1, windows[0].kernel == 1,
      geometry.input.depth == 1, geometry.output.depth == 1,
      windows.dropFirst().allSatisfy({ $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1 }),
      context.operandShapes[0][1] >= Layout.lanes
    else { return nil }
    let problem = Problem(
      channels: context.operandShapes[0][1], filters: conv.filters, height: geometry.output.height,
      width: geometry.output.width, threads: context.options.threads)
    guard let choice = problem.best else { return nil }
    (self.conv, self.context, self.geometry, self.choice) = (conv, context, geometry, choice)
  }

  private var size: WinogradKernel.Size { choice.size }

  private var tileColumns: Int { divideUp(geometry.output.width, size.tile) }

  /// The zeros that tiles reach beyond the windows.
  private var border: Border {
    var border = geometry.border
    let height = divideUp(geometry.output.height, size.tile) * size.tile
    let width = tileColumns * size.tile
    border.after.height += height - geometry.output.height
    border.after.width += width - geometry.output.width
    return border
  }

  var request: KernelRequest {
    let blocks = divideUp(context.operandShapes[0][1], Layout.lanes)
    let tiles = choice.tileRows * tileColumns * Layout.lanes
    let transformed = size.coefficients * blocks * tiles
    let multiplied = size.coefficients * context.kernels.pointee.mostVectors * tiles
    let threads = context.options.threads
    let copies = choice.division == .tiles ? threads : 1
    let epilogue = context.epilogue(adds: true)
    return KernelRequest(
      operands: [.init(form: .blocked, border: border)], result: .blocked,
      overwrites: epilogue.first.addend.map { 1 + $0 },
      scratch: transformed * copies + multiplied * threads
    ) { (site) in
      let kernel = WinogradKernel(
        kernels: context.kernels, size: size, division: choice.division,
        batch: site.result.layout.batch, height: geometry.output.height,
        width: geometry.output.width, input: geometry.input(of: site.operands[0]),
        inputBlocks: blocks, output: Strides(site.result), groups: pack(site, blocks, tiles),
        tileRows: choice.tileRows, products: products(site.store),
        fetchesFilters: choice.fetchesFilters,
        residual: epilogue.first.addend.map { Strides(site.addends[$0]) },
        limits: epilogue.first.limits, map: epilogue.first.map, transformed: site.scratch,
        transformedStride: copies > 1 ? transformed : 0,
        multiplied: site.scratch + transformed * copies, multipliedStride: multiplied)
      return [kernel] + context.kernels(for: epilogue.rest, at: site)
    }
  }

  private func products(
    _ store: ProgramMemory
  ) -> (full: ConvolutionKernel.Tiles, rest: ConvolutionKernel.Tiles) {
    func products(rows: Int) -> ConvolutionKernel.Tiles {
      context.kernels.tiles(
        rows * tileColumns, pitch: Layout.lanes, run: Layout.lanes, store)
    }
    let rest = divideUp(geometry.output.height, size.tile) % choice.tileRows
    return (products(rows: choice.tileRows), products(rows: rest))
  }

  /// The transformed filters, a coefficient after the other for each group.
  private func pack(
    _ site: KernelSite, _ blocks: Int, _ tileStride: Int
  ) -> UnsafeBufferPointer<ConvolutionKernel.FilterGroup> {
    let channels = context.operandShapes[0][1]
    let transformed = transformedFilters(channels)
    let area = size.coefficients
    let packing = FilterPacking(
      store: site.store, filters: conv.filters, channels: channels,
      groups: 1, lanes: Layout.lanes, inputs: (0..<blocks).map { $0 * tileStride },
      blocksAtOnce: context.kernels.blocksAtOnce(
        filters: conv.filters, pixels: choice.tileRows * tileColumns, pitch: Layout.lanes,
        run: Layout.lanes, sums: channels),
      weightStrides: (filter: channels * area, channel: area, tap: 1, group: 0))
    let steps = (0..<area).map { FilterPacking.Step(offset: 0, taps: [$0]) }
    return packing.pack(
      byCoefficient: transformed,
      bias: conv.bias ? context.packedBias(1, site.store) : nil, steps)
  }

  /// `G g Gᵀ` of each filter's channel, in double.
  private func transformedFilters(_ channels: Int) -> [Float] {
    let weights = context.parameter(0).elements
    let (matrix, area, side) = (size.filterTransform, size.coefficients, size.input)
    let count = conv.filters * channels
    return [Float](unsafeUninitializedCapacity: count * area) { (result, initialized) in
      for index in 0..<count {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: side * 3) { (columns) in
          for row in 0..<side {
            for x in 0..<3 {
              columns[row * 3 + x] = (0..<3).reduce(0) {
                $0 + matrix[row][$1] * Double(weights[index * 9 + $1 * 3 + x])
              }
            }
          }
          for row in 0..<side {
            for column in 0..<side {
              let sum = (0..<3).reduce(0) { $0 + columns[row * 3 + $1] * matrix[column][$1] }
              result[index * area + row * side + column] = Float(sum)
            }
          }
        }
      }
      initialized = count * area
    }
  }

}

// MARK: - Choice

/// A way to run the algorithm.
private struct Choice {
  var size: WinogradKernel.Size
  var division: WinogradKernel.Division
  var tileRows: Int
  /// Whether the filters come from beyond the cache.
  var fetchesFilters: Bool
  /// An estimate, in cycles of all threads together.
  var cost: Double
}

/// What the choice depends on.
private struct Problem {

  let channels: Int
  let filters: Int
  let height: Int
  let width: Int
  let threads: Int

  /// Cycles for the input and for the output transform of a block's tile.
  private static let transformCost = [2: 40.0, 4: 150.0]

  private var blockPairs: Double {
    Double(divideUp(channels, Layout.lanes) * divideUp(filters, Layout.lanes))
  }

  /// The fastest way, or `nil` when that is direct convolution.
  var best: Choice? {
    let choices = [4, 2].map(choice)
    guard let best = choices.min(by: { $0.cost < $1.cost }) else { return nil }
    return best.cost < directCost ? best : nil
  }

  /// 16 channels of 16 filters take 8 cycles a pixel and tap on two units of 16 lanes.
  private var directCost: Double {
    blockPairs * 8 * 9 * Double(height * width) / 0.9 + streaming(9)
  }

  private func choice(_ tile: Int) -> Choice {
    let size = WinogradKernel.Size(tile: tile)
    let rows = divideUp(height, tile)
    let columns = divideUp(width, tile)
    let area = size.coefficients
    let tiles = Double(rows * columns)
    let blocks = Double(divideUp(channels, Layout.lanes) + divideUp(filters, Layout.lanes))
    let products = blockPairs * 8 * Double(area) * tiles / 0.8
    let transforms = blocks * tiles * (Self.transformCost[tile] ?? 0)
    // Tiles are divided among threads where each can hold the filters, or most of them, in its cache.
    let filterBytes = area * channels * filters * MemoryLayout<Float>.size
    let division: WinogradKernel.Division = filterBytes <= Machine.cacheSize ? .tiles : .filters
    let rowBytes = area * columns * (channels + 2 * Layout.lanes) * MemoryLayout<Float>.size
    let fitting = max(1, Machine.cacheSize / 2 / rowBytes)
    let share = divideUp(rows, threads)
    let cost = products + streaming(area) + transforms
    return Choice(
      size: size, division: division,
      tileRows: division == .filters ? rows : min(fitting, share),
      fetchesFilters: filterBytes > Machine.cacheSize / 2, cost: cost)
  }

  /// Reading the filters from beyond the second-level cache, once, at 5 bytes a cycle: a core computes
  /// little while it waits for them.
  private func streaming(_ coefficients: Int) -> Double {
    let bytes = coefficients * channels * filters * MemoryLayout<Float>.size
    return bytes > Machine.cacheSize / 2 ? Double(bytes) / 5 : 0
  }

}

extension WinogradKernel.Size {

  /// `G` of Lavin and Gray, 2016, for the points 0, 1, -1 (, 2, -2) and infinity.
  fileprivate var filterTransform: [[Double]] {
    if tile == 2 { return [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]] }
    return [
      [1.0 / 4, 0, 0], [-1.0 / 6, -1.0 / 6, -1.0 / 6], [-1.0 / 6, 1.0 / 6, -1.0 / 6],
      [1.0 / 24, 1.0 / 12, 1.0 / 6], [1.0 / 24, -1.0 / 12, 1.0 / 6], [0, 0, 1],
    ]
  }

}

/// The quotient, rounded up.
func divideUp(_ dividend: Int, _ divisor: Int) -> Int { (dividend + divisor - 1) / divisor }
