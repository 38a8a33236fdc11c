import CNNKernels

/// A matrix times each row of a row-major tensor.
struct DenseKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let input: ConversionKernel.Source
  /// The offset of the first element.
  let output: Int
  let vectors: Int
  let inputCount: Int
  let rowCount: Int
  /// The distances between vectors.
  let inputStride: Int
  let outputStride: Int
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let limits: Limits
  let map: Epilogue.Map?

  func run(_ worker: Worker, in memory: Memory) {
    let rows = worker.share(of: rowCount)
    if rows.isEmpty { return }
    var call = cnn_dense()
    call.input = memory[input]
    call.inputStride = inputStride
    call.vectorCount = vectors
    call.weights = weights + rows.lowerBound * inputCount
    call.rowCount = rows.count
    call.inputCount = inputCount
    call.bias = bias.map { $0 + rows.lowerBound }
    call.output = memory.arena + (output + rows.lowerBound)
    call.outputStride = outputStride
    (call.low, call.high) = (limits.low, limits.high)
    kernels.pointee.dense(&call)
    guard let map else { return }
    for vector in 0..<vectors {
      kernels.apply(map, to: call.output + vector * outputStride, count: rows.count)
    }
  }

}
