import CNNIR
import CNNKernels
import CNNOps

extension Conv: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    let x = context.operandShapes[0]
    // Borders of other elements than zeros are left to the reference kernel.
    guard Layout.allowsBlocks(x), mode == .zeros else { return nil }
    let geometry = ConvolutionGeometry(
      windowAttributes.unchecked(over: TensorType(x)), x, context.resultShape)
    if let dense = dense(context, geometry) { return .kernels(dense) }
    if groups > 1, groups == x[1], filters == x[1] {
      return .kernels(depthwise(context, geometry))
    }
    if let winograd = WinogradPlan(self, context, geometry) {
      return .kernels(winograd.request)
    }
    return .kernels(direct(context, geometry))
  }

  /// A convolution of one pixel is a dense layer.
  private func dense(_ context: NodeContext, _ geometry: ConvolutionGeometry) -> KernelRequest? {
    guard geometry.input.product == 1, geometry.output.product == 1, groups == 1,
      geometry.windows.allSatisfy({ $0.kernel == 1 && $0.before == 0 })
    else { return nil }
    return denseRequest(context, vectors: context.resultShape[0], bias: bias)
  }

  private func depthwise(
    _ context: NodeContext, _ geometry: ConvolutionGeometry
  ) -> KernelRequest {
    let epilogue = context.epilogue()
    return KernelRequest(
      operands: [.init(form: .blocked, border: geometry.border)], result: .blocked
    ) { (site) in
      let input = site.operands[0].layout
      let windows = geometry.windows
      let kernel = DepthwiseKernel(
        kernels: context.kernels, rows: Rows(windowsOver: site.result.layout),
        input: geometry.input(of: site.operands[0]), output: Strides(site.result),
        steps: site.store.table(geometry.rowOffsets(in: input)), taps: windows[2].kernel,
        tapStride: windows[2].dilation * Layout.lanes,
        inputPixel: windows[2].stride * Layout.lanes, weights: context.depthwiseWeights(site.store),
        bias: bias ? context.packedBias(1, site.store) : nil, limits: epilogue.first.limits,
        map: epilogue.first.map)
      return [kernel] + context.kernels(for: epilogue.rest, at: site)
    }
  }

  private func direct(_ context: NodeContext, _ geometry: ConvolutionGeometry) -> KernelRequest {
    let channels = context.operandShapes[0][1]
    // Few channels are read as planes: a block would be mostly empty.
    let isPlanar = context.forms[0] == .plain && channels < Layout.lanes && groups == 1
    let form: Form = isPlanar ? .bordered : .blocked
    let epilogue = context.epilogue(adds: true)
    // Windows of single pixels may find each channel elsewhere.
    let mayBeGathered = geometry.isPointwise && groups == 1 && context.resultShape[0] == 1
    return KernelRequest(
      operands: [.init(form: form, border: geometry.border, mayBeGathered: mayBeGathered)],
      result: .blocked, overwrites: epilogue.first.addend.map { 1 + $0 }
    ) { (site) in
      let (input, output) = (site.operands[0].layout, site.result.layout)
      let scattered = site.channels[0]?.map { $0.origin - site.operands[0].origin }
      let lanes = scattered == nil ? input.pixel : 1
      let taps = geometry.windows.reduce(1) { $0 * $1.kernel }
      let groupChannels = channels / groups
      let steps = geometry.steps(in: input)
      let run = steps[0].taps.count * lanes
      let residual = epilogue.first.addend.map { site.addends[$0] }
      let (width, _) = geometry.rowWidth(
        site, residual: residual, threads: context.options.threads)
      let packing = FilterPacking(
        store: site.store, filters: filters, channels: channels,
        groups: groups, lanes: lanes, inputs: scattered ?? input.blockOffsets,
        blocksAtOnce: context.kernels.blocksAtOnce(
          filters: filters, pixels: width, pitch: geometry.windows[2].stride * input.pixel,
          run: run, sums: groupChannels * taps),
        weightStrides: (
          filter: groupChannels * taps, channel: taps, tap: 1,
          group: filters / groups * groupChannels * taps
        ))
      let packedGroups = packing.pack(
        context.parameter(0).elements,
        bias: bias ? context.packedBias(1, site.store) : nil, steps)
      let phases = geometry.phases(
        site, residual: residual, run, packedGroups, context)
      let kernel = ConvolutionKernel(
        kernels: context.kernels, batch: output.batch, phases: site.store.table(phases),
        limits: epilogue.first.limits, map: epilogue.first.map)
      return [kernel] + context.kernels(for: epilogue.rest, at: site)
    }
  }

}

extension NodeContext {

  /// The filters of a depthwise convolution, tap by tap for each block of channels.
  func depthwiseWeights(_ store: ProgramMemory) -> UnsafePointer<Float> {
    let weights = parameter(0)
    let channels = weights.shape[0]
    let taps = weights.elements.count / channels
    let packed = store.floats(divideUp(channels, Layout.lanes) * taps * Layout.lanes)
    for channel in 0..<channels {
      let block = packed + channel / Layout.lanes * taps * Layout.lanes
      for tap in 0..<taps {
        block[tap * Layout.lanes + channel % Layout.lanes] = weights.elements[channel * taps + tap]
      }
    }
    return UnsafePointer(packed)
  }

  /// A bias for whole blocks of filters.
  func packedBias(_ parameter: Int, _ store: ProgramMemory) -> UnsafePointer<Float> {
    blocked(self.parameter(parameter).elements, store)
  }

  /// Numbers of channels for whole blocks.
  func blocked(_ elements: [Float], _ store: ProgramMemory) -> UnsafePointer<Float> {
    let blocks = (elements.count + Layout.lanes - 1) / Layout.lanes
    let packed = store.floats(blocks * Layout.lanes)
    packed.update(from: elements, count: elements.count)
    return UnsafePointer(packed)
  }

}
