import CNNKernels
import CNNPlanning

struct DenseKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: DenseStep
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?

  init(_ step: DenseStep, _ maker: KernelMaker) {
    (kernels, self.step) = (maker.kernels, step)
    (weights, bias) = (maker.parameters + step.weights, maker.pointer(step.bias))
  }

  func run(_ worker: Worker, in memory: Memory) {
    let rows = worker.share(of: step.rowCount)
    if rows.isEmpty { return }
    var call = cnn_dense()
    call.input = memory[step.input]
    call.inputStride = step.inputCount
    call.vectorCount = step.vectors
    call.weights = weights + rows.lowerBound * step.inputCount
    call.rowCount = rows.count
    call.inputCount = step.inputCount
    call.bias = bias.map { $0 + rows.lowerBound }
    call.output = memory.arena + (step.output + rows.lowerBound)
    call.outputStride = step.rowCount
    (call.low, call.high) = (step.limits.low, step.limits.high)
    kernels.pointee.dense(&call)
    guard let function = step.function else { return }
    for vector in 0..<step.vectors {
      kernels.apply(function, to: call.output + vector * step.rowCount, count: rows.count)
    }
  }

}
