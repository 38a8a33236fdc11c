import Synchronization

/// What has been taken of each worker's share of some work.
///
/// Works are numbered, so that nobody has to begin a new one: what was noted in an earlier work says that
/// nothing has been taken.
struct Shares: ~Copyable {

  private let notes: UnsafeMutablePointer<Atomic<Int>>
  private let workers: Int

  /// The parts of a share: half of it, half of what is left and so on, so that there are few, and small
  /// ones at the end.
  private let parts: Int

  /// Notes of different workers are on different cache lines.
  private static let distance = 16

  /// At least as many numbers as a work has parts.
  private static let span = 8

  init(workers: Int) {
    self.workers = workers
    parts = workers == 1 ? 1 : 6
    notes = .allocate(capacity: workers * Self.distance)
    for index in 0..<workers * Self.distance { (notes + index).initialize(to: Atomic(0)) }
  }

  deinit {
    notes.deinitialize(count: workers * Self.distance)
    notes.deallocate()
  }

  /// A part of a share that nobody has taken, perhaps an empty one, or `nil` when none is left.
  ///
  /// - Parameters:
  ///   - share: the share of worker number `owner`.
  ///   - work: from 1 on, and never less than before.
  @inline(__always)
  func takePart(of share: Range<Int>, _ owner: Int, in work: Int) -> Range<Int>? {
    let first = work &* Self.span
    let note = notes + owner &* Self.distance
    var current = note.pointee.load(ordering: .relaxed)
    while true {
      let part = max(current &- first, 0)
      if part >= parts { return nil }
      let (isTaken, original) = note.pointee.weakCompareExchange(
        expected: current, desired: first &+ part &+ 1, ordering: .relaxed)
      if isTaken { return rest(of: share, after: part)..<rest(of: share, after: part &+ 1) }
      current = original
    }
  }

  /// Where what so many parts leave of a share begins.
  private func rest(of share: Range<Int>, after part: Int) -> Int {
    share.upperBound &- (part == parts ? 0 : share.count &>> part)
  }

}
