import Foundation

/// The bytes of a file in memory, until the end of their owner.
struct FileMapping: ~Copyable, @unchecked Sendable {

  let bytes: UnsafeRawBufferPointer

  /// Fewer bytes than this are kept when they are given back: that would take longer than it is worth.
  private static let leastSize = 1 << 16

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Gives back the memory that some bytes take; who looks at them again reads them again.
  func giveBack(_ range: Range<Int>) {
    guard range.count >= Self.leastSize, let start = bytes.baseAddress else { return }
    let page = Int(getpagesize())
    let first = range.lowerBound / page * page
    // Nothing is lost when the system declines.
    _ = madvise(
      UnsafeMutableRawPointer(mutating: start + first), range.upperBound - first, MADV_DONTNEED)
  }

}
