import CNNKernels
import CNNPlanning

/// Makes the kernels of a program's steps.
struct KernelMaker {

  let kernels: UnsafePointer<cnn_kernels>

  /// The packed parameters, at their offsets; they need not be there yet.
  let parameters: UnsafePointer<Float>

  /// Where tables live that kernels point to.
  let store: ProgramMemory

  func kernel(_ step: Step) -> any Kernel {
    switch step {
    case .border(let step): BorderKernel(step)
    case .conversion(let step): ConversionKernel(step, self)
    case .channels(let step): ChannelsKernel(step, self)
    case .convolution(let step): ConvolutionKernel(step, self)
    case .winograd(let step): WinogradKernel(step, self)
    case .depthwise(let step): DepthwiseKernel(step, self)
    case .expandedDepthwise(let step): ExpandedDepthwiseKernel(step, self)
    case .dense(let step): DenseKernel(step, self)
    case .pool(let step): PoolKernel(kernels: kernels, step: step)
    case .globalAverage(let step): GlobalAverageKernel(kernels: kernels, step: step)
    case .affine(let step): AffineKernel(step, self)
    case .layerNorm(let step): LayerNormKernel(step, self)
    case .combination(let step): CombinationKernel(kernels: kernels, step: step)
    case .map(let step): MapKernel(kernels: kernels, step: step)
    case .elementwise(let step): ElementwiseKernel(step: step)
    case .reference(let step): plainKernel(step)
    }
  }

  /// The parameter that begins at an offset, if there is one.
  func pointer(_ offset: Int?) -> UnsafePointer<Float>? { offset.map { parameters + $0 } }

  /// The parameters that begin at some offsets.
  func pointers(_ offsets: [Int]) -> UnsafeBufferPointer<UnsafePointer<Float>> {
    store.table(offsets.map { parameters + $0 })
  }

}
