import CNNKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A point that no thread passes before all have come to it. Waiting threads spin.
struct Barrier: ~Copyable {

  private let threads: Int
  private let arrived = Atomic(0)
  private let phase = Atomic(0)

  init(threads: Int) { self.threads = threads }

  /// How often all threads have passed; the same for all of them between two waits.
  var passed: Int { phase.load(ordering: .relaxed) }

  func wait() {
    let current = phase.load(ordering: .relaxed)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == threads {
      arrived.store(0, ordering: .relaxed)
      phase.store(current &+ 1, ordering: .releasing)
    } else {
      spin { phase.load(ordering: .acquiring) != current }
    }
  }

}

/// Waits, without sleeping, until `condition` holds.
func spin(until condition: () -> Bool) {
  // After some tens of microseconds the others may need this thread's processor.
  var patience = 4000
  while !condition() {
    cnn_pause()
    if patience > 0 { patience -= 1 } else { sched_yield() }
  }
}
