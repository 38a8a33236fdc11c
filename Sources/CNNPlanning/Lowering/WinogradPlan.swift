import CNNIR
import CNNOps

/// How to compute a convolution by Winograd's minimal filtering, where that pays.
struct WinogradPlan {

  private let conv: Conv
  private let context: NodeContext
  private let geometry: ConvolutionGeometry
  private let choice: WinogradChoice

  /// `nil` when the convolution is of another kind, or direct convolution is faster.
  init?(_ conv: Conv, _ context: NodeContext, _ geometry: ConvolutionGeometry) {
    let threads = context.options.threads
    guard let problem = WinogradProblem(conv, context, geometry, threads: threads),
      let choice = problem.best(coefficients: context.mostCoefficients)
    else { return nil }
    (self.conv, self.context, self.geometry, self.choice) = (conv, context, geometry, choice)
  }

  /// The choice for the threads that filters are grouped for, which is of the same size: that depends on no
  /// number of threads.
  private var packedChoice: WinogradChoice {
    let threads = context.options.filterThreads
    guard threads != context.options.threads,
      let problem = WinogradProblem(conv, context, geometry, threads: threads)
    else { return choice }
    return problem.best(coefficients: context.mostCoefficients) ?? choice
  }

  /// The ways to compute a node, the one that is taken first; none where there is no choice.
  static func alternatives(_ context: NodeContext) -> [ConvolutionAlternative] {
    guard let conv = context.node.op as? Conv, let geometry = conv.geometry(in: context),
      let problem = WinogradProblem(conv, context, geometry, threads: context.options.threads),
      let best = problem.best(coefficients: .max)
    else { return [] }
    return ([best] + problem.choices).map {
      ConvolutionAlternative(
        coefficients: $0.size.coefficients, filterSize: problem.filterSize($0.size.coefficients),
        cost: $0.cost)
    } + [problem.direct]
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
        products: products, partBlocks: partBlocks(blocks),
        residual: epilogue.first.addend.map { Strides(site.addends[$0]) },
        limits: epilogue.first.limits, function: epilogue.first.function,
        transformed: site.scratch, transformedStride: copies > 1 ? transformed : 0,
        multiplied: site.scratch + transformed * copies, multipliedStride: multiplied)
      return [.winograd(step)] + context.steps(for: epilogue.rest, at: site)
    }
  }

  /// How many of so many blocks of the input are multiplied at a time: all, or as many as have filters
  /// that stay in the first-level cache, where those of all would take much of the second.
  private func partBlocks(_ blocks: Int) -> Int {
    let block = Layout.lanes * Layout.lanes * context.target.mostVectors * MemoryLayout<Float>.size
    if block * blocks < context.target.cacheSize / 8 { return blocks }
    return divideUp(blocks, divideUp(block * blocks, 1 << 14))
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
    let choice = packedChoice
    let packing = FilterPacking(
      filters: conv.filters, channels: channels, groups: 1, lanes: Layout.lanes,
      inputs: (0..<blocks).map { $0 * tileStride },
      blocksAtOnce: context.target.blocksAtOnce(
        filters: conv.filters, pixels: choice.tileRows * tileColumns, pitch: Layout.lanes,
        sums: channels,
        threads: choice.division == .filters ? context.options.filterThreads : 1),
      weightStrides: (filter: channels * size.taps, channel: size.taps, tap: 1, group: 0))
    return context.filters(packing.pack(transformedBy: size), at: site)
  }

}
