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
  ///   - grain: the fewest pieces of a part, unless the share has fewer; from 1 on.
  ///   - cut: moves the ends of parts.
  @inline(__always)
  func takePart(
    of share: Range<Int>, _ owner: Int, in work: Int, grain: Int, cut: (Int) -> Int
  ) -> Range<Int>? {
    let first = work &* Self.span
    let note = notes + owner &* Self.distance
    var current = note.pointee.load(ordering: .relaxed)
    while true {
      let part = max(current &- first, 0)
      let rest = rest(of: share.count, after: part, grain)
      if rest == 0 { return nil }
      let (isTaken, original) = note.pointee.weakCompareExchange(
        expected: current, desired: first &+ part &+ 1, ordering: .relaxed)
      if isTaken {
        let next = self.rest(of: share.count, after: part &+ 1, grain)
        return cut(share.upperBound &- rest)..<cut(share.upperBound &- next)
      }
      current = original
    }
  }

  /// How many pieces so many parts leave of all.
  private func rest(of count: Int, after part: Int, _ grain: Int) -> Int {
    if part == 0 { return count }
    let rest = count &>> part
    return part >= parts || rest < grain ? 0 : rest
  }

}
