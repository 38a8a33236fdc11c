import CNNIR
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
    let grain = max(Worker.grain.weights / step.inputCount, DenseStep.rowsTogether)
    divide(worker, grain: grain) { (rows) in
      _ = run(rows, weights + rows.lowerBound * step.inputCount, in: memory)
    }
  }

  /// Calls `body` with rows that a worker is given.
  func divide(_ worker: Worker, grain: Int = 0, _ body: (Range<Int>) -> Void) {
    let cut = { step.cut($0, workers: worker.count) }
    worker.divide(step.rowCount, grain: grain, cut: cut, body)
  }

  /// Computes some rows, one at least, with the weights of the first and those after it. Returns `true` only
  /// if no weight is infinite or NaN.
  func run(_ rows: Range<Int>, _ weights: UnsafePointer<Float>, in memory: Memory) -> Bool {
    var call = cnn_dense()
    call.input = memory[step.input]
    call.inputStride = step.inputCount
    call.vectorCount = step.vectors
    call.weights = weights
    call.rowCount = rows.count
    call.inputCount = step.inputCount
    call.bias = bias.map { $0 + rows.lowerBound }
    call.output = memory.arena + (step.output + rows.lowerBound)
    call.outputStride = step.rowCount
    (call.low, call.high) = (step.limits.low, step.limits.high)
    let isFinite = kernels.pointee.dense(&call)
    if let function = step.function {
      for vector in 0..<step.vectors {
        kernels.apply(function, to: call.output + vector * step.rowCount, count: rows.count)
      }
    }
    return isFinite
  }

}

/// A dense layer that reads its matrix where it is stored, some rows at a time.
struct StreamedDenseKernel<Tensors: TensorLookup>: Kernel {

  let dense: DenseKernel
  let matrix: PackedParameter
  let loader: ParameterLoader<Tensors>

  /// About as many elements are read at a time.
  private static var partSize: Int { 1 << 17 }

  func run(_ worker: Worker, in memory: Memory) {
    let columns = dense.step.inputCount
    let together = DenseStep.rowsTogether
    let size = max(Self.partSize / columns / together, 1) * together
    dense.divide(worker) { (rows) in
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
        let part = first..<min(first + size, rows.upperBound)
        let elements = part.lowerBound * columns..<part.upperBound * columns
        loader.withChecked(of: matrix, in: elements) { dense.run(part, $0, in: memory) }
      }
    }
  }

}
