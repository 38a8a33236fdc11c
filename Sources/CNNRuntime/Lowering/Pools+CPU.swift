import CNNIR
import CNNOps

extension MaxPool: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    poolRealization(context, windowAttributes, .maximum)
  }

}

extension AveragePool: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    // Caffe's clipping of windows is left to the reference kernel.
    if rounding == .caffe { return nil }
    return poolRealization(context, windowAttributes, .mean(countsPadding: countsPadding))
  }

}

extension Op {

  fileprivate func poolRealization(
    _ context: NodeContext, _ attributes: WindowAttributes, _ reduction: PoolKernel.Reduction
  ) -> Realization? {
    let x = context.operandShapes[0]
    guard Layout.allowsBlocks(x) else { return nil }
    let geometry = ConvolutionGeometry(
      attributes.unchecked(over: TensorType(x)), x, context.resultShape)
    let windows = (geometry.windows[0], geometry.windows[1], geometry.windows[2])
    let request = KernelRequest(operands: [.init(form: .blocked)], result: .blocked) { (site) in
      let kernel = PoolKernel(
        kernels: context.kernels, reduction: reduction, windows: windows,
        extents: geometry.input, outputs: Rows(windowsOver: site.result.layout),
        input: Strides(site.operands[0]), output: Strides(site.result))
      return [kernel] + context.kernels(for: context.epilogue().stages, at: site)
    }
    return .kernels(request)
  }

}

extension GlobalAveragePool: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    guard Layout.allowsBlocks(context.operandShapes[0]) else { return nil }
    let request = KernelRequest(operands: [.init(form: .blocked)], result: .blocked) { (site) in
      let kernel = GlobalAverageKernel(
        kernels: context.kernels, rows: Rows(site.operands[0].layout),
        input: Strides(site.operands[0]), output: Strides(site.result))
      return [kernel] + context.kernels(for: context.epilogue().stages, at: site)
    }
    return .kernels(request)
  }

}
