import CNNIR
import CNNOps

extension MaxPool: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    poolRealization(context, windowAttributes, .maximum)
  }

}

extension AveragePool: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    // Caffe's clipping of windows is left to the reference kernel.
    if rounding == .caffe { return nil }
    return poolRealization(context, windowAttributes, .mean(countsPadding: countsPadding))
  }

}

extension Op {

  fileprivate func poolRealization(
    _ context: NodeContext, _ attributes: WindowAttributes, _ reduction: PoolStep.Reduction
  ) -> Realization? {
    let x = context.operandShapes[0]
    guard Layout.allowsBlocks(x) else { return nil }
    let geometry = ConvolutionGeometry(
      attributes.unchecked(over: TensorType(x)), x, context.resultShape)
    let windows = (geometry.windows[0], geometry.windows[1], geometry.windows[2])
    let request = StepRequest(operands: [.init(form: .blocked)], result: .blocked) { (site) in
      let step = PoolStep(
        reduction: reduction, windows: windows,
        extents: geometry.input, outputs: Rows(eachOf: site.result.layout),
        input: Strides(site.operands[0]), output: Strides(site.result))
      return [.pool(step)] + context.steps(for: context.epilogue().stages, at: site)
    }
    return .steps(request)
  }

}

extension GlobalAveragePool: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    guard Layout.allowsBlocks(context.operandShapes[0]) else { return nil }
    let request = StepRequest(operands: [.init(form: .blocked)], result: .blocked) { (site) in
      let step = GlobalAverageStep(
        rows: Rows(site.operands[0].layout),
        input: Strides(site.operands[0]), output: Strides(site.result))
      return [.globalAverage(step)] + context.steps(for: context.epilogue().stages, at: site)
    }
    return .steps(request)
  }

}
