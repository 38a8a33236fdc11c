#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that run the same job together, the calling thread among them; they end with the team.
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

  /// Threads hold this and not the team, which would otherwise live as long as they wait for it.
  private let crew: Crew
  private let threads: [pthread_t]

  /// A team of so many threads, or of fewer where the system starts no more: results do not depend on it.
  ///
  /// - Requires: at least one thread.
  init(count: Int) {
    let crew = Crew(count: count)
    var threads: [pthread_t] = []
    while threads.count + 1 < count, let thread = Self.startThread(crew, threads.count + 1) {
      threads.append(thread)
    }
    if threads.count + 1 < count { crew.shrink(to: threads.count + 1) }
    (self.crew, self.threads) = (crew, threads)
  }

  deinit {
    crew.end()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs a job on all threads and returns when all have finished.
  ///
  /// - Requires: nobody else runs a job on the team.
  func run(_ job: Job) { crew.run(job) }

}

// MARK: - Threads

extension ThreadTeam {

  /// What a thread is told when it starts.
  private final class Assignment {
    let crew: Crew
    let index: Int

    init(_ crew: Crew, _ index: Int) {
      self.crew = crew
      self.index = index
    }
  }

  private static func startThread(_ crew: Crew, _ index: Int) -> pthread_t? {
    let assignment = Unmanaged.passRetained(Assignment(crew, index))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    guard pthread_create(&thread, nil, ThreadTeam.main, assignment.toOpaque()) == 0 else {
      assignment.release()
      return nil
    }
    return thread
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
    assignment.crew.serve(as: assignment.index)
  }

}
