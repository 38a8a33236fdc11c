import CNNKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the threads of a team share: the job, and how they wait for it and for each other.
final class Crew: @unchecked Sendable {

  private var count: Int
  private let barrier: UnsafeMutablePointer<Barrier>
  private let shares: UnsafeMutablePointer<Shares>
  private let state = State()
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// The current job; written by the caller before it begins a generation.
  private var job: ThreadTeam.Job?

  private struct State: ~Copyable {
    /// The number of jobs begun.
    let generation = Atomic(0)
    /// The threads that have not finished the current job.
    let running = Atomic(0)
    let sleepers = Atomic(0)
    let isEnding = Atomic(false)
  }

  /// How often a thread looks for a job before it sleeps: some hundreds of microseconds at most.
  private static let patience = 20_000

  init(count: Int) {
    self.count = count
    barrier = .allocate(capacity: 1)
    barrier.initialize(to: Barrier(threads: count))
    shares = .allocate(capacity: 1)
    shares.initialize(to: Shares(workers: count))
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wakeUp, nil)
  }

  /// Makes do with the first `count` workers.
  ///
  /// - Requires: no job was begun.
  func shrink(to count: Int) {
    self.count = count
    barrier.pointee = Barrier(threads: count)
    shares.pointee = Shares(workers: count)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(wakeUp)
    lock.deallocate()
    wakeUp.deallocate()
    barrier.deinitialize(count: 1)
    barrier.deallocate()
    shares.deinitialize(count: 1)
    shares.deallocate()
  }

  /// Runs a job on the calling thread and on all that serve, and returns when all have finished.
  func run(_ job: ThreadTeam.Job) {
    if count > 1 {
      self.job = job
      state.running.store(count - 1, ordering: .relaxed)
      beginGeneration()
    }
    work(on: job, as: 0)
    spin { state.running.load(ordering: .acquiring) == 0 }
  }

  /// Has all threads that serve return.
  func end() {
    state.isEnding.store(true, ordering: .relaxed)
    beginGeneration()
  }

  /// Does the share of the worker with this number of each job, until the end.
  func serve(as index: Int) {
    var generation = 0
    while true {
      waitForJob(after: generation)
      generation += 1
      if state.isEnding.load(ordering: .relaxed) { return }
      if let job { work(on: job, as: index) }
      state.running.subtract(1, ordering: .releasing)
    }
  }

  private func work(on job: ThreadTeam.Job, as index: Int) {
    let worker = Worker(
      index: index, count: count, barrier: UnsafePointer(barrier), shares: UnsafePointer(shares))
    for position in job.kernels.indices {
      job.kernels[position].run(worker, in: job.memory)
      worker.wait()
      if index == 0, let times = job.times { times[position] = Machine.nanoseconds }
    }
  }

  private func beginGeneration() {
    state.generation.add(1, ordering: .sequentiallyConsistent)
    guard state.sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(lock)
    pthread_cond_broadcast(wakeUp)
    pthread_mutex_unlock(lock)
  }

  private func waitForJob(after generation: Int) {
    for _ in 0..<Self.patience {
      if state.generation.load(ordering: .acquiring) != generation { return }
      cnn_pause()
    }
    pthread_mutex_lock(lock)
    state.sleepers.add(1, ordering: .sequentiallyConsistent)
    while state.generation.load(ordering: .sequentiallyConsistent) == generation {
      pthread_cond_wait(wakeUp, lock)
    }
    state.sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(lock)
  }

}
