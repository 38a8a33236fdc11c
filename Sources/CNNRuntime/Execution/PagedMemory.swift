#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Zeroed memory, freed with its owner.
///
/// Where it is large it comes from the system page by page, as it is used, and asks for large pages:
/// weights are read once for each run, and small pages would have to be looked up all the time.
final class PagedMemory: @unchecked Sendable {

  /// The memory, aligned to a cache line.
  let bytes: UnsafeMutableRawBufferPointer

  /// What the system gave, if the memory is large.
  private let mapping: UnsafeMutableRawBufferPointer?

  private static let cacheLine = 64
  private static let largePage = 1 << 21

  init(_ count: Int) {
    guard count >= Self.largePage else {
      mapping = nil
      bytes = .allocate(byteCount: max(count, 1), alignment: Self.cacheLine)
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
      return
    }
    let size = count + Self.largePage
    let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let start, start != MAP_FAILED else {
      fatalError("the system has no memory of \(count) bytes")
    }
    mapping = UnsafeMutableRawBufferPointer(start: start, count: size)
    let aligned = start.alignedUp(toMultipleOf: Self.largePage)
    bytes = UnsafeMutableRawBufferPointer(start: aligned, count: count)
    #if canImport(Glibc)
      // A wish: where the system does not grant it, small pages do as well.
      _ = madvise(aligned, count, MADV_HUGEPAGE)
    #endif
  }

  deinit {
    if let mapping { munmap(mapping.baseAddress, mapping.count) } else { bytes.deallocate() }
  }

}
