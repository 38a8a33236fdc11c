import CNNIR
import CNNOps

/// The windows of a convolution along depth, rows and columns, and what follows from them.
struct ConvolutionGeometry {

  let windows: [Window]
  let input: Axes
  let output: Axes

  init(_ windows: [Window], _ input: Shape, _ output: Shape) {
    self.windows = Array(repeating: .single, count: 3 - windows.count) + windows
    self.input = Layout(.plain, input).extents
    self.output = Layout(.plain, output).extents
  }

  /// Windows of single pixels.
  init(pixelsOf extents: Axes) {
    windows = [.single, .single, .single]
    (input, output) = (extents, extents)
  }

  /// Whether each output is made of the input pixel at the same place.
  var isPointwise: Bool {
    windows.allSatisfy { $0.kernel == 1 && $0.stride == 1 && $0.before == 0 && $0.after == 0 }
  }

  /// The zeros that the windows reach.
  var border: Border {
    func after(_ window: Window, _ input: Int, _ output: Int) -> Int {
      max((output - 1) * window.stride - window.before + window.span - input, 0)
    }
    return Border(
      before: Axes(
        depth: windows[0].before, height: windows[1].before, width: windows[2].before),
      after: Axes(
        depth: after(windows[0], input.depth, output.depth),
        height: after(windows[1], input.height, output.height),
        width: after(windows[2], input.width, output.width)))
  }

  /// Where the first window begins, and how far the windows of the next rows are.
  func input(of place: Place) -> Strides {
    let layout = place.layout
    var strides = Strides(place)
    strides.origin -=
      windows[0].before * layout.plane + windows[1].before * layout.row
      + windows[2].before * layout.pixel
    strides.plane *= windows[0].stride
    strides.row *= windows[1].stride
    return strides
  }

  /// The offsets of a window's rows.
  func rowOffsets(in layout: Layout) -> [Int] {
    (0..<windows[0].kernel).flatMap { (z) in
      (0..<windows[1].kernel).map { (y) in
        z * windows[0].dilation * layout.plane + y * windows[1].dilation * layout.row
      }
    }
  }

  /// A row of taps at a time, or a tap where they are not neighbours, or where steps read `lanes` values of
  /// a pixel only.
  func steps(in layout: Layout, lanes: Int) -> [FilterPacking.Step] {
    let columns = windows[2]
    return rowOffsets(in: layout).enumerated().flatMap { (row, offset) in
      let taps = (0..<columns.kernel).map { row * columns.kernel + $0 }
      if columns.dilation == 1, lanes == layout.pixel {
        return [FilterPacking.Step(offset: offset, taps: taps)]
      }
      return taps.enumerated().map { (column, tap) in
        let distance = column * columns.dilation * layout.pixel
        return FilterPacking.Step(offset: offset + distance, taps: [tap])
      }
    }
  }

  /// The pixels that are computed as a row: a row of the output, or, where pixels lie without borders
  /// and are taken one by one, an equal part of all, so that no few pixels are left that would read all
  /// filters once more.
  func rowWidth(
    _ site: StepSite, residual: Place?, filters: Int, threads: Int
  ) -> (width: Int, isFlat: Bool) {
    let places = [site.operands[0], site.result] + [residual].compactMap(\.self)
    guard isPointwise, places.allSatisfy({ $0.layout.border == Border.none }) else {
      return (output.width, false)
    }
    let pixels = output.product
    // Threads share rows where there are few groups of filters to share.
    let shares = threads == 1 ? 1 : divideUp(8 * threads, divideUp(filters, 4 * Layout.lanes))
    let least = max(
      divideUp(pixels, 8 * Target.mostPixels), min(shares, pixels / Target.fewestPixels), 1)
    let rows = (least...2 * least).first(where: pixels.isMultiple) ?? least
    return (divideUp(pixels, rows), true)
  }

  /// The rows of the output, or what pixels without borders are cut into.
  func phase(
    _ site: StepSite, residual: Place?, _ run: Int,
    _ groups: [ConvolutionStep.FilterGroup], _ context: NodeContext
  ) -> ConvolutionStep.Phase {
    let (input, output) = (site.operands[0].layout, site.result.layout)
    var phase = ConvolutionStep.Phase(
      groups: groups, planes: self.output.depth, rows: self.output.height,
      input: self.input(of: site.operands[0]), run: run,
      inputPixel: windows[2].stride * input.pixel, output: Strides(site.result),
      outputPixel: output.pixel, width: self.output.width)
    phase.residual = residual.map(Strides.init)
    let filters = groups.reduce(0) { $0 + $1.vectors } * Layout.lanes
    let (width, isFlat) = rowWidth(
      site, residual: residual, filters: filters, threads: context.options.threads)
    if isFlat {
      let pixels = self.output.product
      (phase.planes, phase.rows, phase.width) = (1, divideUp(pixels, width), width)
      phase.lastWidth = pixels - (phase.rows - 1) * width
      phase.input.row = width * input.pixel
      phase.output.row = width * output.pixel
      phase.residual?.row = phase.output.row
    }
    phase.finish(context)
    return phase
  }

}

extension ConvolutionStep.Phase {

  init(
    groups: [ConvolutionStep.FilterGroup], planes: Int, rows: Int,
    input: Strides, run: Int, inputPixel: Int, output: Strides, outputPixel: Int, width: Int
  ) {
    self.init(
      groups: groups, tiles: ConvolutionStep.Tiles(sizes: []),
      lastTiles: ConvolutionStep.Tiles(sizes: []), planes: planes, rows: rows,
      input: input, run: run, inputPixel: inputPixel, output: output, outputPixel: outputPixel,
      width: width, lastWidth: width, rowsAtOnce: 1)
  }

  /// Chooses the calls for a row and the order of the work.
  mutating func finish(_ context: NodeContext) {
    tiles = context.target.tiles(width, pitch: inputPixel)
    lastTiles = lastWidth == width ? tiles : context.target.tiles(lastWidth, pitch: inputPixel)
    // Some rows stay in the cache while the groups of filters pass, which come from memory for every run
    // of a network, and those of a group while the rows do. A step's own filters might all stay as well,
    // but then each row would read all of them.
    let room = context.target.cacheSize / 2 / MemoryLayout<Float>.size
    let steps = max(groups.map(\.steps.count).max() ?? 0, 1)
    // Sums must be cut in the same way for any number of threads, as results are; the groups are not.
    let group = steps * run * divideUp(context.target.mostVectors, 2) * Layout.lanes
    let stepsAtOnce = divideUp(steps, max(divideUp(group, room / 4), 1))
    parts = divideUp(steps, stepsAtOnce)
    if groups.count == 1, parts == 1 {
      rowsAtOnce = max(planes * rows, 1)
      return
    }
    let rowSize = max(input.row * input.inputBlocks(groups) / parts, 1)
    let (all, threads) = (planes * rows, context.options.threads)
    let filters = groups.reduce(0) { $0 + $1.vectors * $1.steps.count } * run * Layout.lanes
    let fitting = max(1, room / rowSize)
    // Threads with rows of their own find them in their caches, where they put them a step before. Where
    // an image has few pixels, and filters take more than those, threads have filters of their own.
    let hasManyPixels = all * width >= 2 * Target.fewestPixels * threads
    if hasManyPixels || rowSize * parts * all > filters {
      let own = divideUp(max(all, 1), threads)
      rowsAtOnce = divideUp(own, divideUp(own, fitting))
    } else {
      rowsAtOnce = min(fitting, all)
    }
    rowsTogether = max(1, min(divideUp(Target.fewestPixels, width), rowsAtOnce / 2))
  }

}

extension Strides {

  /// An estimate of how many blocks of the input the filters read.
  fileprivate func inputBlocks(
    _ groups: [ConvolutionStep.FilterGroup]
  ) -> Int {
    var blocks: Set<Int> = []
    var counted: [Int] = []
    // Most groups read the same.
    for group in groups where group.steps != counted {
      counted = group.steps
      for step in counted { blocks.insert(step / block) }
    }
    return blocks.count
  }

}
