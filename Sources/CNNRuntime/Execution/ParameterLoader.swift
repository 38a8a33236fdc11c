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

  /// The kernels of some steps, and before them those that bring what they read to `memory`, which held
  /// something else.
  ///
  /// Matrices, the largest parameters, stay where they are: a dense layer reads each row once for many inputs.
  func kernels(
    of steps: ArraySlice<Step>, after load: ParameterLoad,
    to memory: UnsafeMutablePointer<Float>, _ maker: KernelMaker
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
    let clearing = ClearKernel(ranges: load.zeros, memory: memory)
    return [clearing, PackKernel(parameters, to: memory, self)] + made
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

  /// As `withElements`, for a body that returns `true` only if all elements are finite numbers. Of what is
  /// evaluated, the tensors are checked for that before.
  func withChecked(
    of parameter: PackedParameter, in range: Range<Int>,
    _ body: (UnsafePointer<Float>) -> Bool
  ) {
    guard let name = parameter.expression.storedName else {
      return withElements(of: parameter, in: range) { _ = body($0) }
    }
    attempt { () throws(Tensors.Failure) in
      try tensors.withChecked(of: name, in: range) { (elements) in
        elements.baseAddress.map(body) ?? true
      }
    }
  }

  /// The parameter as rows, with what they are multiplied by, if packing reads it column by column; notes
  /// why that is not known.
  func rows(of parameter: PackedParameter) -> (rows: ScaledRows, factors: [Double]?)? {
    guard let rows = parameter.expression.scaledRows(tensors),
      parameter.packing.readsColumns(of: parameter.shape.elementCount, rowSize: rows.size)
    else { return nil }
    var result: (ScaledRows, [Double]?)?
    attempt { () throws(Tensors.Failure) in result = (rows, try rows.factors(tensors)) }
    return result
  }

  /// Packs a part of a parameter, or notes why it cannot.
  func pack(
    _ part: Packing.Part, of parameter: PackedParameter, to memory: UnsafeMutablePointer<Float>
  ) {
    withElements(of: parameter, in: part.source) { (elements) in
      let source = SourceRows(start: elements - part.source.lowerBound)
      _ = parameter.packing.copy(part, of: source, to: memory + parameter.offset, with: kernels)
    }
  }

  /// Packs a part of a parameter that is `rows` times `factors`, or notes why it cannot.
  func pack(
    _ part: Packing.Part, of parameter: PackedParameter, _ rows: ScaledRows, _ factors: [Double]?,
    to memory: UnsafeMutablePointer<Float>
  ) {
    attempt { () throws(Tensors.Failure) in
      try tensors.withChecked(of: rows.name, in: part.source) { (elements) in
        guard let start = elements.baseAddress.map({ $0 - part.source.lowerBound }) else {
          return true
        }
        var source = SourceRows(start: start, size: rows.size)
        return (factors ?? []).withUnsafeBufferPointer {
          if factors != nil { source.factors = $0.baseAddress }
          return parameter.packing.copy(
            part, of: source, to: memory + parameter.offset, with: kernels)
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
final class FirstFailure<Failure: Error>: Sendable {

  private let first = Mutex<Failure?>(nil)

  var error: Failure? { first.withLock { $0 } }

  func note(_ error: Failure) { first.withLock { $0 = $0 ?? error } }

}
