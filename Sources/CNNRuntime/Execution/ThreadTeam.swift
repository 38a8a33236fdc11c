import CNNKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that run the same job together, the calling thread among them.
///
/// Between jobs they spin for a moment and then sleep, so that jobs that follow each other start within
/// a microsecond and idle teams cost nothing.
final class ThreadTeam: @unchecked Sendable {

  /// What all workers run: kernel after kernel, each finished by all before the next begins.
  struct Job {
    var kernels: UnsafeBufferPointer<any Kernel>
    var memory: Memory
    /// Where the first worker writes when each kernel ended, in nanoseconds.
    var times: UnsafeMutablePointer<UInt64>?
  }

  let count: Int

  private let barrier: UnsafeMutablePointer<Barrier>
  private let state = State()
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var threads: [pthread_t] = []

  /// The current job; written by the caller before it begins a generation.
  private var job: Job?

  private struct State: ~Copyable {
    /// The number of jobs begun.
    let generation = Atomic(0)
    /// The threads that have not finished the current job.
    let running = Atomic(0)
    let sleepers = Atomic(0)
    let isEnding = Atomic(false)
  }

  /// How often a thread looks for a job before it sleeps: some tens of microseconds.
  private static let patience = 20_000

  /// - Requires: at least one thread.
  init(count: Int) {
    self.count = count
    barrier = .allocate(capacity: 1)
    barrier.initialize(to: Barrier(threads: count))
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wakeUp, nil)
    for index in 1..<max(count, 1) { threads.append(startThread(index)) }
  }

  deinit {
    state.isEnding.store(true, ordering: .relaxed)
    beginGeneration()
    for thread in threads { pthread_join(thread, nil) }
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(wakeUp)
    lock.deallocate()
    wakeUp.deallocate()
    barrier.deinitialize(count: 1)
    barrier.deallocate()
  }

  /// Runs a job on all threads and returns when all have finished.
  ///
  /// - Requires: nobody else runs a job on the team.
  func run(_ job: Job) {
    if count > 1 {
      self.job = job
      state.running.store(count - 1, ordering: .relaxed)
      beginGeneration()
    }
    work(on: job, as: 0)
    spin { state.running.load(ordering: .acquiring) == 0 }
  }

  private func work(on job: Job, as index: Int) {
    let worker = Worker(index: index, count: count, barrier: UnsafePointer(barrier))
    for position in job.kernels.indices {
      job.kernels[position].run(worker, in: job.memory)
      barrier.pointee.wait()
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

}

// MARK: - Threads

extension ThreadTeam {

  /// What a thread is told when it starts.
  private final class Assignment {
    unowned(unsafe) let team: ThreadTeam
    let index: Int

    init(_ team: ThreadTeam, _ index: Int) {
      self.team = team
      self.index = index
    }
  }

  private func startThread(_ index: Int) -> pthread_t {
    let argument = Unmanaged.passRetained(Assignment(self, index)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let result = pthread_create(&thread, nil, ThreadTeam.main, argument)
    precondition(result == 0, "the system starts no more threads")
    #if canImport(Darwin)
      return thread!
    #else
      return thread
    #endif
  }

  #if canImport(Darwin)
    private static let main: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
      {
        ThreadTeam.serve($0)
        return nil
      }
  #else
    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      {
        ThreadTeam.serve($0!)
        return nil
      }
  #endif

  private static func serve(_ argument: UnsafeMutableRawPointer) {
    let assignment = Unmanaged<Assignment>.fromOpaque(argument).takeRetainedValue()
    let (team, index) = (assignment.team, assignment.index)
    var generation = 0
    while true {
      team.waitForJob(after: generation)
      generation += 1
      if team.state.isEnding.load(ordering: .relaxed) { return }
      if let job = team.job { team.work(on: job, as: index) }
      team.state.running.subtract(1, ordering: .releasing)
    }
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
