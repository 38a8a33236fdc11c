import CNNIR
import CNNOps

extension Linear: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    if context.forms[0] == .blockedLast { return .steps(pointwise(context)) }
    let vectors = context.resultShape.dropLast().reduce(1, *)
    return .steps(denseRequest(context, vectors: vectors, bias: bias))
  }

  /// Over channels that lie in blocks, a dense layer is a convolution of single pixels.
  private func pointwise(_ context: NodeContext) -> StepRequest {
    let (x, y) = (context.operandShapes[0], context.resultShape)
    let channels = x[x.count - 1]
    let epilogue = context.epilogue(adds: true)
    let operand = Layout(.blockedLast, x)
    return StepRequest(
      operands: [.init(form: .blockedLast)], result: .blockedLast,
      overwrites: epilogue.first.addend.map { 1 + $0 }
    ) { (site) in
      let input = site.operands[0].layout
      let geometry = ConvolutionGeometry(pixelsOf: operand.extents)
      let residual = epilogue.first.addend.map { site.addends[$0] }
      let lanes = FilterPacking.lanes(of: channels, taps: 1)
      let (width, _) = geometry.rowWidth(
        site, residual: residual, filters: features, threads: context.options.filterThreads)
      let packing = FilterPacking(
        filters: features, channels: channels, groups: 1, lanes: lanes,
        inputs: input.pieces(lanes: lanes),
        blocksAtOnce: context.target.blocksAtOnce(
          filters: features, pixels: width, pitch: input.pixel, sums: channels),
        weightStrides: (filter: channels, channel: 1, tap: 0, group: 0))
      let packed = packing.pack([FilterPacking.Step(offset: 0, taps: [0])])
      let groups = context.filters(packed, at: site)
      let step = ConvolutionStep(
        batch: y[0],
        phases: [geometry.phase(site, residual: residual, lanes, groups, context)],
        bias: bias ? context.parameter(1, at: site) : nil, limits: epilogue.first.limits,
        function: epilogue.first.function)
      return [.convolution(step)] + context.steps(for: epilogue.rest, at: site)
    }
  }

}

extension Op {

  /// A matrix times some row-major vectors; parameter 0 is the matrix, parameter 1 the bias.
  func denseRequest(_ context: NodeContext, vectors: Int, bias: Bool) -> StepRequest {
    let epilogue = context.epilogue()
    return StepRequest(
      operands: [.init(form: .plain, mayBeInput: true)], result: .plain
    ) { (site) in
      let weights = context.shape(ofParameter: 0)
      let step = DenseStep(
        input: site.sources[0], output: site.result.offset, vectors: vectors,
        inputCount: weights.dropFirst().reduce(1, *), rowCount: weights[0],
        weights: context.parameter(0, at: site),
        bias: bias ? context.parameter(1, at: site) : nil,
        limits: epilogue.first.limits, function: epilogue.first.function)
      return [.dense(step)] + context.steps(for: epilogue.rest, at: site)
    }
  }

}
