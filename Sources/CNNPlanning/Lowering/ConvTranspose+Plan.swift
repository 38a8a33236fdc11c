import CNNIR
import CNNOps

extension ConvTranspose: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    let x = context.operandShapes[0]
    guard Layout.allowsBlocks(x) else { return nil }
    let geometry = ConvolutionGeometry(
      windowAttributes.unchecked(over: TensorType(x)), x, context.resultShape)
    let phases = geometry.transposedPhases
    let epilogue = context.epilogue()
    let border = geometry.border(of: phases)
    let request = StepRequest(
      operands: [.init(form: .blocked, border: border)], result: .blocked
    ) { (site) in
      let input = site.operands[0].layout
      let taps = geometry.windows.reduce(1) { $0 * $1.kernel }
      let groupFilters = filters / groups
      let packing = FilterPacking(
        filters: filters, channels: x[1], groups: groups, lanes: Layout.lanes,
        inputs: input.blockOffsets,
        blocksAtOnce: context.target.blocksAtOnce(
          filters: filters, pixels: divideUp(geometry.output.width, geometry.windows[2].stride),
          pitch: Layout.lanes, sums: x[1] / groups * taps),
        weightStrides: (
          filter: taps, channel: groupFilters * taps, tap: 1,
          group: x[1] / groups * groupFilters * taps
        ))
      let step = ConvolutionStep(
        batch: site.result.layout.batch,
        phases: phases.map { (phase) in
          let steps = geometry.steps(of: phase, in: input)
          let groups = context.filters(packing.pack(steps), at: site)
          return geometry.phase(phase, groups, site, context)
        }, bias: bias ? context.parameter(1, at: site) : nil, limits: epilogue.first.limits,
        function: epilogue.first.function)
      return [.convolution(step)] + context.steps(for: epilogue.rest, at: site)
    }
    return .steps(request)
  }

}

/// The output positions along one axis that have the same taps.
private struct AxisPhase {
  /// The first output position; the others follow at the distance of the stride.
  var first: Int
  var count: Int
  /// The taps, with the input position that each reads for the first output.
  var taps: [(tap: Int, position: Int)]
}

/// The phases of depth, rows and columns that come together.
private typealias Phase = (depth: AxisPhase, height: AxisPhase, width: AxisPhase)

extension Window {

  /// For each remainder of the output position by the stride, what reaches these positions.
  fileprivate func phases(over outputs: Int) -> [AxisPhase] {
    (0..<min(stride, outputs)).map { (first) in
      let taps = (0..<kernel).filter { (first + before - $0 * dilation) % stride == 0 }
      return AxisPhase(
        first: first, count: divideUp(outputs - first, stride),
        taps: taps.map { ($0, (first + before - $0 * dilation) / stride) })
    }
  }

}

extension ConvolutionGeometry {

  fileprivate var transposedPhases: [Phase] {
    windows[0].phases(over: output.depth).flatMap { (depth) in
      windows[1].phases(over: output.height).flatMap { (height) in
        windows[2].phases(over: output.width).map { (depth, height, $0) }
      }
    }
  }

  /// The zeros that the phases read.
  fileprivate func border(of phases: [Phase]) -> Border {
    func zeros(_ axis: [AxisPhase], _ extent: Int) -> (before: Int, after: Int) {
      let before = axis.flatMap { (phase) in phase.taps.map { -$0.position } }.max() ?? 0
      let after = axis.flatMap { (phase) in phase.taps.map { $0.position + phase.count - extent } }
      return (max(before, 0), max(after.max() ?? 0, 0))
    }
    let depth = zeros(phases.map(\.depth), input.depth)
    let height = zeros(phases.map(\.height), input.height)
    let width = zeros(phases.map(\.width), input.width)
    return Border(
      before: Axes(depth: depth.before, height: height.before, width: width.before),
      after: Axes(depth: depth.after, height: height.after, width: width.after))
  }

  /// The taps of a phase, one at a time.
  fileprivate func steps(of phase: Phase, in layout: Layout) -> [FilterPacking.Step] {
    phase.depth.taps.flatMap { (z) in
      phase.height.taps.flatMap { (y) in
        phase.width.taps.map { (x) in
          FilterPacking.Step(
            offset: z.position * layout.plane + y.position * layout.row
              + x.position * layout.pixel,
            taps: [(z.tap * windows[1].kernel + y.tap) * windows[2].kernel + x.tap])
        }
      }
    }
  }

  fileprivate func phase(
    _ phase: Phase, _ groups: [ConvolutionStep.FilterGroup],
    _ site: StepSite, _ context: NodeContext
  ) -> ConvolutionStep.Phase {
    let layout = site.result.layout
    var output = Strides(site.result)
    output.origin +=
      phase.depth.first * layout.plane + phase.height.first * layout.row
      + phase.width.first * layout.pixel
    output.plane *= windows[0].stride
    output.row *= windows[1].stride
    var result = ConvolutionStep.Phase(
      groups: groups, planes: phase.depth.count, rows: phase.height.count,
      input: Strides(site.operands[0]), run: Layout.lanes, inputPixel: Layout.lanes,
      output: output, outputPixel: windows[2].stride * layout.pixel, width: phase.width.count)
    result.finish(context)
    return result
  }

}
