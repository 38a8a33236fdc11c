import CNNPlanning

/// What the kernels of a program point to: packed weights and tables, one after the other. Freed with
/// its owner.
final class ProgramMemory: @unchecked Sendable {

  private var chunks: [PagedMemory] = []
  /// Owners of other memory that kernels point to.
  private var owners: [any Sendable] = []
  /// The bytes of the last chunk that are in use.
  private var used = 0

  private static let alignment = 64
  /// The bytes of a chunk, unless a single table takes more.
  private static let chunkSizes = (least: 1 << 16, most: 1 << 25)

  /// Keeps the owner of other memory.
  func keep(_ owner: any Sendable) { owners.append(owner) }

  /// Zeros, aligned to a cache line.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    allocate(count * MemoryLayout<Float>.stride).bindMemory(to: Float.self, capacity: count)
  }

  /// A copy of `elements`.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
    let copy = allocate(elements.count * MemoryLayout<Element>.stride)
      .bindMemory(to: Element.self, capacity: elements.count)
    copy.initialize(from: elements, count: elements.count)
    return UnsafeBufferPointer(start: copy, count: elements.count)
  }

  private func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let size = divideUp(max(bytes, 1), Self.alignment) * Self.alignment
    if let chunk = chunks.last?.bytes, used + size <= chunk.count, let start = chunk.baseAddress {
      defer { used += size }
      return start + used
    }
    // Each chunk is as large as all before it.
    let total = chunks.reduce(0) { $0 + $1.bytes.count }
    let usual = min(max(total, Self.chunkSizes.least), Self.chunkSizes.most)
    let chunk = PagedMemory(max(usual, size))
    chunks.append(chunk)
    used = size
    guard let start = chunk.bytes.baseAddress else { preconditionFailure("memory has an address") }
    return start
  }

}
