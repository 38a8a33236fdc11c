import CNNIR
import CNNPlanning
import Synchronization

/// Packs parameters, part by part, so that only few elements of the tensors need be in memory at a time.
/// Runs once.
final class PackKernel<Tensors: TensorLookup>: Kernel, @unchecked Sendable {

  private let loader: ParameterLoader<Tensors>
  private let memory: UnsafeMutablePointer<Float>
  private let parts: [Part]
  private let next = Atomic(0)

  private typealias Part = (
    part: Packing.Part, parameter: PackedParameter, scaled: (rows: ScaledRows, factors: [Double]?)?
  )

  init(
    _ parameters: [PackedParameter], to memory: UnsafeMutablePointer<Float>,
    _ loader: ParameterLoader<Tensors>
  ) {
    (self.loader, self.memory) = (loader, memory)
    parts = parameters.flatMap { (parameter) in
      let scaled = loader.rows(of: parameter)
      return parameter.parts(loader.tensors, threads: loader.threads, isRead: scaled != nil)
        .map { ($0, parameter, scaled) }
    }
  }

  func run(_ worker: Worker, in memory: Memory) { run() }

  /// Packs parts until there is none left; others may do so at the same time.
  func run() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < parts.count else { return }
      // No two parts have elements in common.
      let (part, parameter, scaled) = parts[index]
      if let (rows, factors) = scaled {
        loader.pack(part, of: parameter, rows, factors, to: memory)
      } else {
        loader.pack(part, of: parameter, to: memory)
      }
    }
  }

}

extension PackedParameter {

  /// The most elements that are packed at a time: few enough that threads end together.
  private static let largestPart = 1 << 16

  /// The fewest, since a part has to be found and its copies planned; and the fewest that are evaluated,
  /// which is where an expression may read some tensors again for each part.
  private static let smallestPart = (read: 1 << 13, evaluated: 1 << 15)

  /// - Parameter isRead: whether elements are read as they are, or as rows times numbers that are known.
  fileprivate func parts(
    _ tensors: some TensorLookup, threads: Int, isRead: Bool
  ) -> [Packing.Part] {
    let count = shape.elementCount
    guard expression.hasParts(tensors) else {
      return [Packing.Part(source: 0..<count, copies: packing.copies)]
    }
    let least = isRead ? Self.smallestPart.read : Self.smallestPart.evaluated
    return packing.parts(of: count, size: min(max(count / (4 * threads), least), Self.largestPart))
  }

}

/// Writes zeros where packing writes nothing.
struct ClearKernel: Kernel {

  let ranges: [Range<Int>]
  let memory: UnsafeMutablePointer<Float>

  func run(_ worker: Worker, in _: Memory) {
    for (index, range) in ranges.enumerated() {
      // A worker divides only once between two waits.
      if index > 0 { worker.wait() }
      worker.divide(range.count) {
        (memory + range.lowerBound + $0.lowerBound).update(repeating: 0, count: $0.count)
      }
    }
  }

}
