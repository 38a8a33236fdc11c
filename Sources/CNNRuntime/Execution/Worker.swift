import CNNPlanning

/// One of the threads that run a program together.
struct Worker {

  let index: Int
  let count: Int
  let barrier: UnsafePointer<Barrier>
  let shares: UnsafePointer<Shares>

  /// What takes about two microseconds.
  static let grain = (multiplyAdds: 1 << 18, weights: 1 << 13, pixels: 1 << 9)

  /// Calls `body` with parts of `items` equal pieces of work, until all have been given to some worker.
  ///
  /// Each has a share, whose pieces follow each other, and then helps those that are slower: processors
  /// differ, and others use them too. A result must not depend on who computes it.
  ///
  /// - Parameters:
  ///   - grain: the pieces that make up some microseconds, less than which is not worth the time that it
  ///     takes to be given it; see `grain`.
  ///   - cut: a place near each where pieces may be given to different workers, the same for all workers:
  ///     0 and `items` for these, and no earlier one for a later one.
  /// - Requires: all workers divide the same, and wait for each other before they divide again.
  @inline(__always)
  func divide(
    _ items: Int, grain: Int = 0, cut: (Int) -> Int = { $0 }, _ body: (Range<Int>) -> Void
  ) {
    if items < 4 &* count &* grain {
      let share = share(of: items, worker: index, of: count)
      let part = cut(share.lowerBound)..<cut(share.upperBound)
      if !part.isEmpty { body(part) }
      return
    }
    // From 1 on; nobody passes the barrier before all have finished this work.
    let work = barrier.pointee.passed &+ 1
    var owner = index
    repeat {
      let share = share(of: items, worker: owner, of: count)
      while let part = shares.pointee.takePart(
        of: share, owner, in: work, grain: max(grain, 1), cut: cut)
      {
        if !part.isEmpty { body(part) }
      }
      owner = owner &+ 1 == count ? 0 : owner &+ 1
    } while owner != index
  }

  /// Calls `body` with the pieces that the worker is given, one by one; see `divide`.
  @inline(__always)
  func forEach(_ items: Int, grain: Int = 0, _ body: (Int) -> Void) {
    divide(items, grain: grain) { (part) in
      for item in part { body(item) }
    }
  }

  /// Whether the worker's own share of `items` ends with a part of them; see `divide`.
  @inline(__always)
  func endsOwnShare(
    _ part: Range<Int>, of items: Int, cut: (Int) -> Int = { $0 }
  ) -> Bool {
    part.upperBound == cut(share(of: items, worker: index, of: count).upperBound)
  }

  /// Waits until all workers have come as far.
  func wait() { barrier.pointee.wait() }

}

/// A step of a program. It holds offsets and pointers only, so that running it counts no references; but for
/// those that bring parameters into memory for a single run.
protocol Kernel {

  /// Runs `worker`'s part. All workers of a team run the same kernel at the same time.
  func run(_ worker: Worker, in memory: Memory)

}

/// The memory of one run.
struct Memory {

  /// Values, scratch space and the parameters of a single run; kernels know their offsets.
  let arena: UnsafeMutablePointer<Float>

  /// The caller's inputs, row-major.
  let inputs: UnsafePointer<UnsafePointer<Float>>

  /// The first element of what a kernel reads.
  subscript(source: Source) -> UnsafePointer<Float> {
    switch source {
    case .arena(let place): UnsafePointer(arena + place.origin)
    case .input(let index, _): inputs[index]
    }
  }

}
