#if canImport(Glibc)
  import Glibc
#endif

/// Memory that asks the system for large pages where it is large: weights are read once for each run,
/// and small pages would have to be looked up all the time.
enum PagedMemory {

  private static let cacheLine = 64
  private static let largePage = 1 << 21

  /// Memory aligned to a cache line, to be freed with `deallocate()`.
  static func allocate(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    let isLarge = bytes >= largePage
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(bytes, 1), alignment: isLarge ? largePage : cacheLine)
    #if canImport(Glibc)
      // A wish: where the system does not grant it, small pages do as well.
      if isLarge { _ = madvise(memory.baseAddress, bytes, MADV_HUGEPAGE) }
    #endif
    return memory
  }

}
