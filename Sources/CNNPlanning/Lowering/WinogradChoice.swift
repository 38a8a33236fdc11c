import CNNOps

/// A way to compute a convolution.
struct ConvolutionAlternative {
  /// Those of a window; its taps without filtering.
  var coefficients: Int
  /// The elements of all filters.
  var filterSize: Int
  /// An estimate, in cycles of all threads together.
  var cost: Double
}

/// A way to run the algorithm.
struct WinogradChoice {
  var size: WinogradSize
  var division: WinogradStep.Division
  var tileRows: Int
  /// An estimate, in cycles of all threads together.
  var cost: Double
}

/// What the choice depends on.
struct WinogradProblem {

  /// The rows and columns of the window.
  let kernel: (rows: Int, columns: Int)
  let channels: Int
  let filters: Int
  /// How many of them are multiplied together.
  let groupFilters: Int
  let height: Int
  let width: Int
  let threads: Int
  let cacheSize: Int
  /// Whether the filters are transformed for each run.
  let transformsFilters: Bool

  /// The sizes that there are transforms for, and the cycles for the input and for the output transform
  /// of a block's tile.
  private static let transforms: [(size: WinogradSize, cost: Double)] = {
    let three = WinogradLine(tile: 4, kernel: 3)
    let seven = WinogradLine(tile: 4, kernel: 7)
    return [
      (WinogradSize(WinogradLine(tile: 6, kernel: 3)), 670), (WinogradSize(three), 290),
      (WinogradSize(WinogradLine(tile: 2, kernel: 3)), 110),
      (WinogradSize(WinogradLine(tile: 4, kernel: 5)), 600),
      (WinogradSize(rows: .one, columns: three), 50),
      (WinogradSize(rows: three, columns: .one), 50),
      (WinogradSize(rows: .one, columns: seven), 90),
      (WinogradSize(rows: seven, columns: .one), 90),
    ]
  }()

  /// The most bytes that tiles take on which all threads work together: they come from beyond the
  /// second-level cache anyway, and more of them take memory only.
  private static let sharedBytes = 16 << 20

  private var blockPairs: Double {
    Double(divideUp(channels, Layout.lanes) * divideUp(filters, Layout.lanes))
  }

  /// `nil` when the algorithm does not apply.
  init?(_ conv: Conv, _ context: NodeContext, _ geometry: ConvolutionGeometry, threads: Int) {
    let windows = geometry.windows
    guard !context.options.isExact, conv.groups == 1, windows[0].kernel == 1,
      geometry.input.depth == 1, geometry.output.depth == 1,
      windows.dropFirst().allSatisfy({ $0.stride == 1 && $0.dilation == 1 }),
      context.operandShapes[0][1] >= Layout.lanes
    else { return nil }
    kernel = (windows[1].kernel, windows[2].kernel)
    channels = context.operandShapes[0][1]
    filters = conv.filters
    groupFilters = context.target.mostVectors * Layout.lanes
    (height, width) = (geometry.output.height, geometry.output.width)
    self.threads = threads
    cacheSize = context.target.cacheSize
    transformsFilters = !context.options.keepsParameters
  }

  /// With every size that there is for the window.
  var choices: [WinogradChoice] {
    Self.transforms.filter { ($0.size.rows.kernel, $0.size.columns.kernel) == kernel }.map(choice)
  }

  /// The fastest way with at most so many coefficients, or `nil` when that is direct convolution.
  func best(coefficients: Int) -> WinogradChoice? {
    let choices = choices.filter { $0.size.coefficients <= coefficients }
    guard let least = choices.map(\.cost).min(), least < direct.cost else { return nil }
    // Of what is nearly as fast, the smallest tiles: their filters take the least memory.
    return choices.filter { $0.cost <= 1.05 * least }.min {
      $0.size.coefficients < $1.size.coefficients
    }
  }

  /// Direct convolution: 16 channels of 16 filters take 8 cycles a pixel and tap on two units of 16 lanes.
  var direct: ConvolutionAlternative {
    let taps = kernel.rows * kernel.columns
    let products = blockPairs * 8 * Double(taps * height * width) / 0.9
    return ConvolutionAlternative(
      coefficients: taps, filterSize: filterSize(taps),
      cost: products + streaming(taps) + preparing(taps))
  }

  /// The elements of all filters with so many coefficients each.
  func filterSize(_ coefficients: Int) -> Int { coefficients * channels * filters }

  private func choice(_ size: WinogradSize, transformCost: Double) -> WinogradChoice {
    let tileRows = rows(of: size)
    let area = size.coefficients
    let tiles = Double(tileRows * columns(of: size))
    let blocks = Double(divideUp(channels, Layout.lanes) + divideUp(filters, Layout.lanes))
    let products = blockPairs * 8 * Double(area) * tiles / 0.8
    let transforms = blocks * tiles * transformCost
    let filterBytes = filterSize(area) * MemoryLayout<Float>.size
    // The size must be the same for any number of threads, as results are: it is chosen as for one thread
    // and, where there are groups for that, divided filters. Divided tiles have theirs fetched ahead, so
    // that more passes cost little.
    let passes =
      filterBytes <= cacheSize
      ? 1 : pieces(of: size, hasGroups(for: 1) ? .filters : .tiles, threads: 1)
    let division = division(size, threads: threads)
    return WinogradChoice(
      size: size, division: division,
      tileRows: divideUp(tileRows, pieces(of: size, division, threads: threads)),
      cost: products + streaming(area) * Double(passes) + transforms + preparing(area))
  }

  private func rows(of size: WinogradSize) -> Int { divideUp(height, size.rows.tile) }

  private func columns(of size: WinogradSize) -> Int { divideUp(width, size.columns.tile) }

  /// Whether there are groups of filters for so many threads, and more than one.
  private func hasGroups(for threads: Int) -> Bool {
    divideUp(filters, groupFilters) >= max(threads, 2)
  }

  /// Threads with tiles of their own find their input where they put it a step before. All of them read
  /// all filters: from their caches, or, where these hold half, ahead of their use for many tiles. Else
  /// each thread has filters of its own, if there are enough.
  private func division(_ size: WinogradSize, threads: Int) -> WinogradStep.Division {
    let filterBytes = filterSize(size.coefficients) * MemoryLayout<Float>.size
    let hasManyTiles = rows(of: size) * columns(of: size) >= Target.fewestPixels * threads
    let most = hasManyTiles ? 2 * cacheSize : cacheSize
    return filterBytes <= most || !hasGroups(for: threads) ? .tiles : .filters
  }

  /// Into how many pieces the rows of tiles are cut.
  private func pieces(
    of size: WinogradSize, _ division: WinogradStep.Division, threads: Int
  ) -> Int {
    let rows = rows(of: size)
    let row = columns(of: size) * size.coefficients
    let fitting =
      switch division {
      case .tiles:
        min(rowsFitting(cacheSize / 2, row, and: 2 * Layout.lanes), divideUp(rows, threads))
      case .filters: rowsFitting(Self.sharedBytes, row, and: threads * groupFilters)
      }
    return divideUp(rows, fitting)
  }

  /// The rows of tiles that fit into so many bytes, each with so many coefficients for every channel of the
  /// input and `others`.
  private func rowsFitting(_ bytes: Int, _ coefficients: Int, and others: Int) -> Int {
    max(1, bytes / (coefficients * (channels + others) * MemoryLayout<Float>.size))
  }

  /// Transforming the filters, or bringing them into order: about a cycle for each element.
  private func preparing(_ coefficients: Int) -> Double {
    transformsFilters ? Double(filterSize(coefficients)) : 0
  }

  /// Reading the filters once from beyond the second-level cache, if they do not fit there, at 5 bytes a
  /// cycle: a core computes little while it waits for them.
  private func streaming(_ coefficients: Int) -> Double {
    let bytes = filterSize(coefficients) * MemoryLayout<Float>.size
    return bytes > cacheSize / 2 ? Double(bytes) / 5 : 0
  }

}
