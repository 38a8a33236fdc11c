import CNNIR
import CNNOps

extension Conv: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    guard let geometry = geometry(in: context) else { return nil }
    if let dense = dense(context, geometry) { return .steps(dense) }
    let channels = context.operandShapes[0][1]
    if groups > 1, groups == channels, filters == channels {
      return .steps(depthwise(context, geometry))
    }
    if let winograd = WinogradPlan(self, context, geometry) {
      return .steps(winograd.request)
    }
    return .steps(direct(context, geometry))
  }

  /// The windows, or `nil` where only the reference kernel will do: for other ranks, and for borders of
  /// other elements than zeros.
  func geometry(in context: NodeContext) -> ConvolutionGeometry? {
    let x = context.operandShapes[0]
    guard Layout.allowsBlocks(x), mode == .zeros else { return nil }
    return ConvolutionGeometry(
      windowAttributes.unchecked(over: TensorType(x)), x, context.resultShape)
  }

  /// A convolution of one pixel is a dense layer.
  private func dense(_ context: NodeContext, _ geometry: ConvolutionGeometry) -> StepRequest? {
    guard geometry.input.product == 1, geometry.output.product == 1, groups == 1,
      geometry.windows.allSatisfy({ $0.kernel == 1 && $0.before == 0 })
    else { return nil }
    return denseRequest(context, vectors: context.resultShape[0], bias: bias)
  }

  private func depthwise(
    _ context: NodeContext, _ geometry: ConvolutionGeometry
  ) -> StepRequest {
    let epilogue = context.epilogue()
    return StepRequest(
      operands: [.init(form: .blocked, border: geometry.border)], result: .blocked
    ) { (site) in
      let input = site.operands[0].layout
      let windows = geometry.windows
      let step = DepthwiseStep(
        rows: Rows(eachOf: site.result.layout),
        input: geometry.input(of: site.operands[0]), output: Strides(site.result),
        steps: geometry.rowOffsets(in: input), taps: windows[2].kernel,
        tapStride: windows[2].dilation * Layout.lanes,
        inputPixel: windows[2].stride * Layout.lanes,
        weights: context.depthwiseWeights(at: site),
        bias: bias ? context.parameter(1, at: site) : nil, limits: epilogue.first.limits,
        function: epilogue.first.function)
      return [.depthwise(step)] + context.steps(for: epilogue.rest, at: site)
    }
  }

  private func direct(_ context: NodeContext, _ geometry: ConvolutionGeometry) -> StepRequest {
    let channels = context.operandShapes[0][1]
    // Few channels are read as planes: a block would be mostly empty.
    let isPlanar = context.forms[0] == .plain && channels < Layout.lanes && groups == 1
    let form: Form = isPlanar ? .bordered : .blocked
    let epilogue = context.epilogue(adds: true)
    // Windows of single pixels may find each channel elsewhere.
    let mayBeGathered = geometry.isPointwise && groups == 1 && context.resultShape[0] == 1
    return StepRequest(
      operands: [.init(form: form, border: geometry.border, mayBeGathered: mayBeGathered)],
      result: .blocked, overwrites: epilogue.first.addend.map { 1 + $0 }
    ) { (site) in
      let (input, output) = (site.operands[0].layout, site.result.layout)
      let scattered = site.channels[0]?.map { $0.origin - site.operands[0].origin }
      let taps = geometry.windows.reduce(1) { $0 * $1.kernel }
      let groupChannels = channels / groups
      let lanes =
        if scattered != nil {
          1
        } else if isPlanar || groups > 1 {
          input.pixel
        } else {
          FilterPacking.lanes(of: channels, taps: taps)
        }
      let steps = geometry.steps(in: input, lanes: lanes)
      let run = steps[0].taps.count * lanes
      let residual = epilogue.first.addend.map { site.addends[$0] }
      let (width, _) = geometry.rowWidth(
        site, residual: residual, filters: filters, threads: context.options.filterThreads)
      let packing = FilterPacking(
        filters: filters, channels: channels, groups: groups, lanes: lanes,
        inputs: scattered ?? (isPlanar ? input.blockOffsets : input.pieces(lanes: lanes)),
        blocksAtOnce: context.target.blocksAtOnce(
          filters: filters, pixels: width, pitch: geometry.windows[2].stride * input.pixel,
          sums: groupChannels * taps),
        weightStrides: (
          filter: groupChannels * taps, channel: taps, tap: 1,
          group: filters / groups * groupChannels * taps
        ))
      let packed = context.filters(packing.pack(steps), at: site)
      let step = ConvolutionStep(
        batch: output.batch,
        phases: [geometry.phase(site, residual: residual, run, packed, context)],
        bias: bias ? context.parameter(1, at: site) : nil, limits: epilogue.first.limits,
        function: epilogue.first.function)
      return [.convolution(step)] + context.steps(for: epilogue.rest, at: site)
    }
  }

}

extension NodeContext {

  /// Groups of filters whose weights, parameter 0, lie where they will.
  func filters(
    _ packed: (groups: [ConvolutionStep.FilterGroup], packing: Packing), at site: StepSite
  ) -> [ConvolutionStep.FilterGroup] {
    let offset = parameter(0, packed.packing, at: site)
    return packed.groups.map { (group) in
      var group = group
      group.weights += offset
      return group
    }
  }

  /// The filters of a depthwise convolution, tap by tap for each block of channels.
  func depthwiseWeights(at site: StepSite) -> Int {
    let shape = shape(ofParameter: 0)
    let packing = Packing.depthwise(
      channels: shape[0], taps: shape.elementCount / shape[0])
    return parameter(0, packing, at: site)
  }

}
