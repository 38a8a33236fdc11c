import CNNIR
import CNNPlanning
import Synchronization

/// Packs parameters, part by part, so that only few elements of the tensors need be in memory at a time.
/// Runs once.
final class PackKernel<Tensors: TensorLookup>: Kernel, @unchecked Sendable {

  private let loader: ParameterLoader<Tensors>
  private let memory: UnsafeMutablePointer<Float>
  private let parts: [(parameter: PackedParameter, rows: ScaledRows?, part: Packing.Part)]
  private let next = Atomic(0)

  init(
    _ parameters: [PackedParameter], to memory: UnsafeMutablePointer<Float>,
    _ loader: ParameterLoader<Tensors>
  ) {
    (self.loader, self.memory) = (loader, memory)
    parts = parameters.flatMap { (parameter) in
      let rows = loader.rows(of: parameter)
      return parameter.parts(loader.tensors, threads: loader.threads).map { (parameter, rows, $0) }
    }
  }

  func run(_ worker: Worker, in memory: Memory) { run() }

  /// Packs parts until there is none left; others may do so at the same time.
  func run() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < parts.count else { return }
      // No two parts have elements in common.
      let (parameter, rows, part) = parts[index]
      loader.pack(part, of: parameter, rows, to: memory)
    }
  }

}

extension PackedParameter {

  /// The elements that are packed at a time: enough that the first one is a small part of the work, and
  /// few enough that threads end together.
  private static let partSizes = (least: 1 << 13, most: 1 << 16)

  fileprivate func parts(_ tensors: some TensorLookup, threads: Int) -> [Packing.Part] {
    let count = shape.elementCount
    guard expression.hasParts(tensors) else {
      return [Packing.Part(source: 0..<count, copies: packing.copies)]
    }
    let size = min(max(count / (4 * threads), Self.partSizes.least), Self.partSizes.most)
    return packing.parts(of: count, size: size)
  }

}

/// Writes zeros where packing writes nothing.
struct ClearKernel: Kernel {

  let ranges: [Range<Int>]
  let memory: UnsafeMutablePointer<Float>

  func run(_ worker: Worker, in _: Memory) {
    for range in ranges {
      let share = worker.share(of: range.count)
      (memory + range.lowerBound + share.lowerBound).update(repeating: 0, count: share.count)
    }
  }

}
