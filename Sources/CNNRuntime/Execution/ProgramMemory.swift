/// What the kernels of a program point to: packed weights and tables. Freed with its owner.
final class ProgramMemory: @unchecked Sendable {

  private var allocations: [UnsafeMutableRawPointer] = []

  /// The bytes of all weights and tables.
  private(set) var byteCount = 0

  private static let alignment = 64

  deinit {
    for allocation in allocations { allocation.deallocate() }
  }

  /// Zeros, aligned to a cache line.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let floats = allocate(count * MemoryLayout<Float>.stride)
      .bindMemory(to: Float.self, capacity: count)
    floats.initialize(repeating: 0, count: count)
    return floats
  }

  /// A copy of `elements`.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
    let copy = allocate(elements.count * MemoryLayout<Element>.stride)
      .bindMemory(to: Element.self, capacity: elements.count)
    copy.initialize(from: elements, count: elements.count)
    return UnsafeBufferPointer(start: copy, count: elements.count)
  }

  private func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let allocation = UnsafeMutableRawPointer.allocate(
      byteCount: max(bytes, 1), alignment: Self.alignment)
    allocations.append(allocation)
    byteCount += bytes
    return allocation
  }

}
