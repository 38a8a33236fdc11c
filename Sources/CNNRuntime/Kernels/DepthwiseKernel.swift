import CNNKernels

/// Convolution of each channel with a filter of its own.
struct DepthwiseKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let rows: Rows
  let input: Strides
  let output: Strides
  /// The input's offset of each row of taps.
  let steps: UnsafeBufferPointer<Int>
  let taps: Int
  let tapStride: Int
  let inputPixel: Int
  /// The weights of a block of channels follow those of the last.
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let limits: Limits
  let map: Epilogue.Map?

  func run(_ worker: Worker, in memory: Memory) {
    var call = cnn_depthwise()
    call.steps = steps.baseAddress
    call.stepCount = steps.count
    call.taps = taps
    call.tapStride = tapStride
    call.inputPixel = inputPixel
    call.count = rows.width
    (call.low, call.high) = (limits.low, limits.high)
    rows.forEach(worker) { (row) in
      call.input = UnsafePointer(memory.arena + input[row])
      call.output = memory.arena + output[row]
      call.weights = weights + row.block &* steps.count &* taps &* Layout.lanes
      call.bias = bias.map { $0 + row.block &* Layout.lanes }
      kernels.pointee.depthwise(&call)
      if let map { kernels.apply(map, to: call.output, count: rows.width &* Layout.lanes) }
    }
  }

}
