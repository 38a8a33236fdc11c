import CNNIR
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
      windows.dropFirst().allSatisfy({ $0.stride == 1 && $0.dilation == 1 }),
      context.operandShapes[0][1] >= Layout.lanes
    else { return nil }
    let problem = Problem(
      kernel: (windows[1].kernel, windows[2].kernel), channels: context.operandShapes[0][1],
      filters: conv.filters,
      height: geometry.output.height, width: geometry.output.width,
      threads: context.options.threads, cacheSize: context.target.cacheSize)
    guard let choice = problem.best else { return nil }
    (self.conv, self.context, self.geometry, self.choice) = (conv, context, geometry, choice)
  }

  private var size: WinogradSize { choice.size }

  private var tileColumns: Int { divideUp(geometry.output.width, size.columns.tile) }

  /// The zeros that tiles reach beyond the windows.
  private var border: Border {
    var border = geometry.border
    let height = divideUp(geometry.output.height, size.rows.tile) * size.rows.tile
    let width = tileColumns * size.columns.tile
    border.after.height += height - geometry.output.height
    border.after.width += width - geometry.output.width
    return border
  }

  var request: StepRequest {
    let blocks = divideUp(context.operandShapes[0][1], Layout.lanes)
    let tiles = choice.tileRows * tileColumns * Layout.lanes
    func room(blocks: Int) -> Int {
      size.coefficients * WinogradStep.distance(ofBlocks: blocks, tileStride: tiles)
    }
    let transformed = room(blocks: blocks)
    let multiplied = room(blocks: context.target.mostVectors)
    let threads = context.options.threads
    let copies = choice.division == .tiles ? threads : 1
    let epilogue = context.epilogue(adds: true)
    return StepRequest(
      operands: [.init(form: .blocked, border: border)], result: .blocked,
      overwrites: epilogue.first.addend.map { 1 + $0 },
      scratch: transformed * copies + multiplied * threads
    ) { (site) in
      let step = WinogradStep(
        size: size, division: choice.division, batch: site.result.layout.batch,
        height: geometry.output.height, width: geometry.output.width,
        input: geometry.input(of: site.operands[0]), inputBlocks: blocks,
        output: Strides(site.result), groups: filters(site, blocks, tiles),
        bias: conv.bias ? context.parameter(1, at: site) : nil, tileRows: choice.tileRows,
        products: products, fetchesFilters: choice.fetchesFilters,
        residual: epilogue.first.addend.map { Strides(site.addends[$0]) },
        limits: epilogue.first.limits, function: epilogue.first.function,
        transformed: site.scratch, transformedStride: copies > 1 ? transformed : 0,
        multiplied: site.scratch + transformed * copies, multipliedStride: multiplied)
      return [.winograd(step)] + context.steps(for: epilogue.rest, at: site)
    }
  }

  private var products: (full: ConvolutionStep.Tiles, rest: ConvolutionStep.Tiles) {
    func products(rows: Int) -> ConvolutionStep.Tiles {
      context.target.tiles(rows * tileColumns, pitch: Layout.lanes)
    }
    let rest = divideUp(geometry.output.height, size.rows.tile) % choice.tileRows
    return (products(rows: choice.tileRows), products(rows: rest))
  }

  /// The transformed filters, a coefficient after the other for each group.
  private func filters(
    _ site: StepSite, _ blocks: Int, _ tileStride: Int
  ) -> [ConvolutionStep.FilterGroup] {
    let channels = context.operandShapes[0][1]
    let packing = FilterPacking(
      filters: conv.filters, channels: channels, groups: 1, lanes: Layout.lanes,
      inputs: (0..<blocks).map { $0 * tileStride },
      blocksAtOnce: context.target.blocksAtOnce(
        filters: conv.filters, pixels: choice.tileRows * tileColumns, pitch: Layout.lanes,
        sums: channels),
      weightStrides: (filter: channels * size.taps, channel: size.taps, tap: 1, group: 0))
    return context.filters(packing.pack(transformedBy: size), at: site)
  }

}

// MARK: - Choice

/// A way to run the algorithm.
private struct Choice {
  var size: WinogradSize
  var division: WinogradStep.Division
  var tileRows: Int
  /// Whether the filters come from beyond the cache.
  var fetchesFilters: Bool
  /// An estimate, in cycles of all threads together.
  var cost: Double
}

/// What the choice depends on.
private struct Problem {

  /// The rows and columns of the window.
  let kernel: (rows: Int, columns: Int)
  let channels: Int
  let filters: Int
  let height: Int
  let width: Int
  let threads: Int
  let cacheSize: Int

  /// The sizes that there are transforms for, and the cycles for the input and for the output transform
  /// of a block's tile.
  private static let transforms: [(size: WinogradSize, cost: Double)] = {
    let three = WinogradLine(tile: 4, kernel: 3)
    let seven = WinogradLine(tile: 4, kernel: 7)
    return [
      (WinogradSize(WinogradLine(tile: 6, kernel: 3)), 670), (WinogradSize(three), 290),
      (WinogradSize(WinogradLine(tile: 2, kernel: 3)), 110),
      (WinogradSize(WinogradLine(tile: 4, kernel: 5)), 600),
      (WinogradSize(WinogradLine(tile: 2, kernel: 5)), 260),
      (WinogradSize(rows: .one, columns: three), 50),
      (WinogradSize(rows: three, columns: .one), 50),
      (WinogradSize(rows: .one, columns: seven), 90),
      (WinogradSize(rows: seven, columns: .one), 90),
    ]
  }()

  private var blockPairs: Double {
    Double(divideUp(channels, Layout.lanes) * divideUp(filters, Layout.lanes))
  }

  /// The fastest way, or `nil` when that is direct convolution.
  var best: Choice? {
    let choices = Self.transforms.filter {
      ($0.size.rows.kernel, $0.size.columns.kernel) == kernel
    }.map(choice)
    guard let best = choices.min(by: { $0.cost < $1.cost }) else { return nil }
    return best.cost < directCost ? best : nil
  }

  /// 16 channels of 16 filters take 8 cycles a pixel and tap on two units of 16 lanes.
  private var directCost: Double {
    let taps = kernel.rows * kernel.columns
    return blockPairs * 8 * Double(taps * height * width) / 0.9 + streaming(taps)
  }

  private func choice(_ size: WinogradSize, transformCost: Double) -> Choice {
    let rows = divideUp(height, size.rows.tile)
    let columns = divideUp(width, size.columns.tile)
    let area = size.coefficients
    let tiles = Double(rows * columns)
    let blocks = Double(divideUp(channels, Layout.lanes) + divideUp(filters, Layout.lanes))
    let products = blockPairs * 8 * Double(area) * tiles / 0.8
    let transforms = blocks * tiles * transformCost
    // Tiles are divided among threads where each can hold the filters, or most of them, in its cache.
    let filterBytes = area * channels * filters * MemoryLayout<Float>.size
    let division: WinogradStep.Division = filterBytes <= cacheSize ? .tiles : .filters
    let rowBytes = area * columns * (channels + 2 * Layout.lanes) * MemoryLayout<Float>.size
    let fitting = max(1, cacheSize / 2 / rowBytes)
    let share = divideUp(rows, threads)
    let cost = products + streaming(area) + transforms
    return Choice(
      size: size, division: division,
      tileRows: division == .filters ? rows : min(fitting, share),
      fetchesFilters: filterBytes > cacheSize / 2, cost: cost)
  }

  /// Reading the filters from beyond the second-level cache, once, at 5 bytes a cycle: a core computes
  /// little while it waits for them.
  private func streaming(_ coefficients: Int) -> Double {
    let bytes = coefficients * channels * filters * MemoryLayout<Float>.size
    return bytes > cacheSize / 2 ? Double(bytes) / 5 : 0
  }

}
