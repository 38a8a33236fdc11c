import Foundation
import Synchronization

/// The bytes of a file in memory, until the end of their owner.
struct FileMapping: ~Copyable, @unchecked Sendable {

  let bytes: UnsafeRawBufferPointer

  /// The bytes that were given back since the system took some.
  private let returned = Atomic(0)

  /// The system takes memory back when it has become this much: each time it interrupts all processors
  /// that run the program.
  private static let limit = 1 << 22

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Gives back the memory that some bytes take; who looks at them again reads them again.
  func giveBack(_ count: Int) {
    let (before, after) = returned.add(count, ordering: .relaxed)
    guard before / Self.limit < after / Self.limit, let start = bytes.baseAddress else { return }
    // All bytes: those that someone looks at come back at once. Nothing is lost when the system declines.
    _ = madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_DONTNEED)
  }

}
