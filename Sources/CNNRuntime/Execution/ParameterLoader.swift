import CNNIR
import CNNKernels
import CNNPlanning
import Dispatch
import Synchronization

/// Brings parameters into memory.
struct ParameterLoader<Tensors: TensorLookup> {

  let tensors: Tensors
  let memory: UnsafeMutablePointer<Float>
  let kernels: UnsafePointer<cnn_kernels>
  let threads: Int
  private let failure = FirstFailure<Tensors.Failure>()

  init(_ tensors: Tensors, _ maker: KernelMaker, threads: Int) {
    (memory, kernels) = (maker.memory, maker.kernels)
    (self.tensors, self.threads) = (tensors, threads)
  }

  /// Fills memory that is zero.
  ///
  /// - Throws: the first failure to look at a tensor; the others have been looked at.
  func load(_ load: ParameterLoad) throws(Tensors.Failure) {
    let packing = PackKernel(load.parameters, self)
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
    let clearing = ClearKernel(ranges: load.zeros, memory: memory)
    return [clearing, PackKernel(parameters, self)] + made
  }

  /// Calls `body` with elements of a parameter, or notes why it cannot.
  func withElements(
    of parameter: PackedParameter, in range: Range<Int>,
    _ body: (UnsafePointer<Float>) -> Void
  ) {
    do throws(Tensors.Failure) {
      try parameter.expression.withElements(in: range, tensors) { (elements) in
        if let start = elements.baseAddress { body(start) }
      }
    } catch {
      failure.note(error)
    }
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

/// Packs parameters, part by part, so that only few elements of the tensors need be in memory at a time.
/// Runs once.
private final class PackKernel<Tensors: TensorLookup>: Kernel, @unchecked Sendable {

  private let loader: ParameterLoader<Tensors>
  private let parts: [(parameter: PackedParameter, part: Packing.Part)]
  private let next = Atomic(0)

  init(_ parameters: [PackedParameter], _ loader: ParameterLoader<Tensors>) {
    self.loader = loader
    parts = parameters.flatMap { (parameter) in
      parameter.parts(loader.tensors, threads: loader.threads).map { (parameter, $0) }
    }
  }

  func run(_ worker: Worker, in memory: Memory) { run() }

  /// Packs parts until there is none left; others may do so at the same time.
  func run() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < parts.count else { return }
      // No two parts have elements in common.
      let (parameter, part) = parts[index]
      loader.withElements(of: parameter, in: part.source) { (elements) in
        parameter.packing.copy(
          part, elements, to: loader.memory + parameter.offset, with: loader.kernels)
      }
    }
  }

}

extension PackedParameter {

  /// The most elements that are packed at a time: few enough to stay in the cache of a core meanwhile.
  private static let largestPart = 1 << 17

  /// The fewest: what an expression reads again for each part should be small beside them, and files
  /// give back no less than 64 KiB.
  private static let smallestPart = 1 << 15

  fileprivate func parts(_ tensors: some TensorLookup, threads: Int) -> [Packing.Part] {
    let count = shape.elementCount
    guard expression.hasParts(tensors) else {
      return [Packing.Part(source: 0..<count, copies: packing.copies)]
    }
    let size = min(max(count / threads, Self.smallestPart), Self.largestPart)
    return packing.parts(of: count, size: size)
  }

}

/// Writes zeros where packing writes nothing.
private struct ClearKernel: Kernel {

  let ranges: [Range<Int>]
  let memory: UnsafeMutablePointer<Float>

  func run(_ worker: Worker, in _: Memory) {
    for range in ranges {
      let share = worker.share(of: range.count)
      (memory + range.lowerBound + share.lowerBound).update(repeating: 0, count: share.count)
    }
  }

}
