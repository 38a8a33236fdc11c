import CNNKernels
import CNNPlanning

struct DepthwiseKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let rows: Rows
  let input: Strides
  let output: Strides
  let limits: Limits
  let function: ElementFunction?
  let bias: UnsafePointer<Float>?
  /// What is the same for all rows, and the weights of the first block of channels.
  let call: cnn_depthwise

  /// With so many pixels for each, workers have rows of their own, as in the convolutions before and after;
  /// with fewer, they have blocks, as in the means that follow in squeeze-and-excitation.
  private static let largeShare = 1 << 9

  init(_ step: DepthwiseStep, _ maker: KernelMaker) {
    (kernels, rows, input, output) = (maker.kernels, step.rows, step.input, step.output)
    (limits, function) = (step.limits, step.function)
    bias = maker.pointer(step.bias)
    let steps = maker.store.table(step.steps)
    var call = cnn_depthwise()
    call.steps = steps.baseAddress
    call.stepCount = steps.count
    call.taps = step.taps
    call.tapStride = step.tapStride
    call.inputPixel = step.inputPixel
    call.weights = maker.parameters + step.weights
    call.count = step.rows.width
    (call.low, call.high) = (step.limits.low, step.limits.high)
    self.call = call
  }

  func run(_ worker: Worker, in memory: Memory) {
    var call = call
    let pixels = rows.planes &* rows.rows &* rows.width
    rows.forEach(worker, byRows: pixels >= Self.largeShare &* worker.count) { (row) in
      call.input = UnsafePointer(memory.arena + input[row])
      call.output = memory.arena + output[row]
      call.weights =
        self.call.weights + row.block &* call.stepCount &* call.taps &* Layout.lanes
      call.bias = bias.map { $0 + row.block &* Layout.lanes }
      kernels.pointee.depthwise(&call)
      if let function {
        kernels.apply(function, to: call.output, count: rows.width &* Layout.lanes)
      }
    }
  }

}
