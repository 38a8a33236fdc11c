import CNNIR
import CNNOps

extension Linear: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    if context.forms[0] == .blockedLast { return .kernels(pointwise(context)) }
    let vectors = context.resultShape.dropLast().reduce(1, *)
    return .kernels(denseRequest(context, vectors: vectors, bias: bias))
  }

  /// Over channels that lie in blocks, a dense layer is a convolution of single pixels.
  private func pointwise(_ context: NodeContext) -> KernelRequest {
    let (x, y) = (context.operandShapes[0], context.resultShape)
    let channels = x[x.count - 1]
    let epilogue = context.epilogue(adds: true)
    let operand = Layout(.blockedLast, x)
    return KernelRequest(
      operands: [.init(form: .blockedLast)], result: .blockedLast,
      overwrites: epilogue.first.addend.map { 1 + $0 }
    ) { (site) in
      let input = site.operands[0].layout
      let geometry = ConvolutionGeometry(pixelsOf: operand.extents)
      let residual = epilogue.first.addend.map { site.addends[$0] }
      let (width, _) = geometry.rowWidth(
        site, residual: residual, threads: context.options.threads)
      let packing = FilterPacking(
        store: site.store, filters: features, channels: channels,
        groups: 1, lanes: Layout.lanes, inputs: input.blockOffsets,
        blocksAtOnce: context.kernels.blocksAtOnce(
          filters: features, pixels: width, pitch: input.pixel, run: Layout.lanes, sums: channels),
        weightStrides: (filter: channels, channel: 1, tap: 0, group: 0))
      let groups = packing.pack(
        context.parameter(0).elements, bias: bias ? context.packedBias(1, site.store) : nil,
        [FilterPacking.Step(offset: 0, taps: [0])])
      let phases = geometry.phases(site, residual: residual, Layout.lanes, groups, context)
      let kernel = ConvolutionKernel(
        kernels: context.kernels, batch: y[0], phases: site.store.table(phases),
        limits: epilogue.first.limits, map: epilogue.first.map)
      return [kernel] + context.kernels(for: epilogue.rest, at: site)
    }
  }

}

extension Op {

  /// A matrix times some row-major vectors; parameter 0 is the matrix, parameter 1 the bias.
  func denseRequest(_ context: NodeContext, vectors: Int, bias: Bool) -> KernelRequest {
    let epilogue = context.epilogue()
    return KernelRequest(
      operands: [.init(form: .plain, mayBeInput: true)], result: .plain
    ) { (site) in
      let weights = context.parameter(0)
      let inputCount = weights.shape.dropFirst().reduce(1, *)
      let kernel = DenseKernel(
        kernels: context.kernels, input: site.sources[0], output: site.result.offset,
        vectors: vectors, inputCount: inputCount, rowCount: weights.shape[0],
        inputStride: inputCount, outputStride: weights.shape[0],
        weights: context.plain(weights, site.store),
        bias: bias ? context.plain(context.parameter(1), site.store) : nil,
        limits: epilogue.first.limits, map: epilogue.first.map)
      return [kernel] + context.kernels(for: epilogue.rest, at: site)
    }
  }

}

extension NodeContext {

  /// A copy of a parameter as it is.
  func plain(_ tensor: Tensor, _ store: ProgramMemory) -> UnsafePointer<Float> {
    let copy = store.floats(tensor.elements.count)
    copy.update(from: tensor.elements, count: tensor.elements.count)
    return UnsafePointer(copy)
  }

}
