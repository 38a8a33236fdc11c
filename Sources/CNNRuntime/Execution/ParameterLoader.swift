import CNNIR
import CNNKernels
import CNNPlanning
import Dispatch
import Synchronization

/// Brings parameters into memory.
struct ParameterLoader<Tensors: TensorLookup> {

  let tensors: Tensors
  let kernels: UnsafePointer<cnn_kernels>
  let threads: Int
  private let failure = FirstFailure<Tensors.Failure>()

  init(tensors: Tensors, kernels: UnsafePointer<cnn_kernels>, threads: Int) {
    (self.tensors, self.kernels, self.threads) = (tensors, kernels, threads)
  }

  /// Fills memory that is zero.
  ///
  /// - Throws: the first failure to look at a tensor; the others have been looked at.
  func load(
    _ load: ParameterLoad, to memory: UnsafeMutablePointer<Float>
  ) throws(Tensors.Failure) {
    let packing = PackKernel(load.parameters, to: memory, self)
    DispatchQueue.concurrentPerform(iterations: threads) { (_) in packing.run() }
    try check()
  }

  /// The kernels of some steps, and before them those that bring what they read into memory that held
  /// something else.
  ///
  /// Matrices, the largest parameters, stay where they are: a dense layer reads each element once.
  func kernels(
    of steps: ArraySlice<Step>, after load: ParameterLoad, _ maker: KernelMaker
  ) -> [any Kernel] {
    var parameters = load.parameters
    let made = steps.map { (step) -> any Kernel in
      guard case .dense(let dense) = step,
        let index = parameters.firstIndex(where: { $0.offset == dense.weights }),
        parameters[index].expression.hasParts(tensors)
      else { return maker.kernel(step) }
      return StreamedDenseKernel(
        dense: DenseKernel(dense, maker), matrix: parameters.remove(at: index), loader: self)
    }
    let clearing = ClearKernel(ranges: load.zeros, memory: maker.memory)
    return [clearing, PackKernel(parameters, to: maker.memory, self)] + made
  }

  /// Calls `body` with elements of a parameter, or notes why it cannot.
  func withElements(
    of parameter: PackedParameter, in range: Range<Int>,
    _ body: (UnsafePointer<Float>) -> Void
  ) {
    attempt { () throws(Tensors.Failure) in
      try parameter.expression.withElements(in: range, tensors) { (elements) in
        if let start = elements.baseAddress { body(start) }
      }
    }
  }

  /// The parameter as rows of a tensor that packing reads column by column, if it is that.
  func rows(of parameter: PackedParameter) -> ScaledRows? {
    var result: ScaledRows?
    attempt { () throws(Tensors.Failure) in result = try parameter.expression.scaledRows(tensors) }
    guard let result,
      parameter.packing.readsColumns(of: parameter.shape.elementCount, rowSize: result.size)
    else { return nil }
    return result
  }

  /// Packs a part of a parameter, or notes why it cannot.
  ///
  /// - Parameter rows: the parameter as rows, if it is that.
  func pack(
    _ part: Packing.Part, of parameter: PackedParameter, _ rows: ScaledRows?,
    to memory: UnsafeMutablePointer<Float>
  ) {
    let target = memory + parameter.offset
    guard let rows else {
      return withElements(of: parameter, in: part.source) { (elements) in
        let whole = PackedRows(start: elements - part.source.lowerBound)
        _ = parameter.packing.copy(part, of: whole, to: target, with: kernels)
      }
    }
    attempt { () throws(Tensors.Failure) in
      try tensors.withChecked(of: rows.name, in: part.source) { (elements) in
        guard let start = elements.baseAddress.map({ $0 - part.source.lowerBound }) else {
          return true
        }
        let factors = rows.factors ?? []
        return factors.withUnsafeBufferPointer {
          let scaled = PackedRows(
            start: start, size: rows.size, factors: factors.isEmpty ? nil : $0.baseAddress)
          return parameter.packing.copy(part, of: scaled, to: target, with: kernels)
        }
      }
    }
  }

  /// Does something with tensors, or notes why it cannot.
  private func attempt(_ body: () throws(Tensors.Failure) -> Void) {
    do throws(Tensors.Failure) { try body() } catch { failure.note(error) }
  }

  /// - Throws: the first failure to look at a tensor so far.
  func check() throws(Tensors.Failure) {
    if let failure = failure.error { throw failure }
  }

}

/// The first of several failures, in no certain order.
private final class FirstFailure<Failure: Error>: Sendable {

  private let first = Mutex<Failure?>(nil)

  var error: Failure? { first.withLock { $0 } }

  func note(_ error: Failure) { first.withLock { $0 = $0 ?? error } }

}
