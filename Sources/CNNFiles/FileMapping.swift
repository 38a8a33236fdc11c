import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file in memory, until the end of their owner.
struct FileMapping: ~Copyable, @unchecked Sendable {

  let bytes: UnsafeRawBufferPointer

  /// How many bytes were used in all, and between which offsets those lie that the system has not
  /// taken back.
  private let used = Atomic(0)
  private let first = Atomic(Int.max)
  private let end = Atomic(0)

  /// The system takes memory back when so many bytes were used: whenever it does, it interrupts all
  /// processors that run the program.
  private static let limit = 1 << 24

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Brings some bytes into memory, in one call instead of one interruption for each few pages.
  func fetch(_ range: Range<Int>) {
    guard let start = bytes.baseAddress, !range.isEmpty else { return }
    let first = range.lowerBound / Int(getpagesize()) * Int(getpagesize())
    let place = UnsafeMutableRawPointer(mutating: start + first)
    #if canImport(Glibc)
      // MADV_POPULATE_READ of Linux 5.14, which older headers do not have.
      if madvise(place, range.upperBound - first, 22) == 0 { return }
    #endif
    // Nothing is lost when the system declines.
    _ = madvise(place, range.upperBound - first, MADV_WILLNEED)
  }

  /// Says that some bytes are no longer needed. From time to time, the system takes back the memory of
  /// all such bytes; who looks at them again reads them again.
  func release(_ range: Range<Int>) {
    first.min(range.lowerBound, ordering: .relaxed)
    end.max(range.upperBound, ordering: .relaxed)
    let (before, after) = used.add(range.count, ordering: .relaxed)
    guard before / Self.limit < after / Self.limit, let start = bytes.baseAddress else { return }
    let (first, end) = (
      first.exchange(.max, ordering: .relaxed), end.exchange(0, ordering: .relaxed)
    )
    let page = Int(getpagesize())
    let firstPage = first / page * page
    guard firstPage < end else { return }
    // Others may need some of it just now, which comes back at once. Nothing is lost when the system
    // declines.
    _ = madvise(
      UnsafeMutableRawPointer(mutating: start + firstPage), end - firstPage, MADV_DONTNEED)
  }

}
