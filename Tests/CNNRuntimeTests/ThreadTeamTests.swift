import CNNIR
import CNNTestSupport
import Dispatch
import Synchronization
import Testing

@testable import CNNRuntime

struct ThreadTeamTests {

  @Test(arguments: [1, 2, 5])
  func `threads end with their session`(_ threads: Int) {
    let graph = GraphGenerator.graph(seed: 17)
    var options = ProgramOptions()
    options.threads = threads
    let program = Program(graph, tensors: graph.seededTensors(1), options: options)
    weak var team: ThreadTeam?
    var session: Session? = program.makeSession(threads: threads)
    if let session {
      team = session.team
      _ = program.run(graph.seededInputs(2), in: session)
    }
    #expect(team != nil)
    // A team that goes waits until its threads have ended.
    session = nil
    #expect(team == nil)
  }

  /// A digit in some microseconds; a photograph, and one that is read for a number.
  @Test(arguments: [
    (28, "conv %x {filters = 6, kernel = 5, padding = 2} then relu", 1),
    (224, "conv %x {filters = 6, kernel = 5, padding = 2} then relu", 3),
    (1_024, "globalAvgPool %x", 3),
  ])
  func `brief runs have one thread`(_ side: Int, _ node: String, _ threads: Int) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x1x\(side)x\(side)]) {
          %a = \(node)
          %b = maxPool %a {kernel = 2, padding = 1}
          return %b
        }
        """)
    var options = ProgramOptions()
    options.threads = 3
    let program = Program(graph, tensors: graph.seededTensors(1), options: options)
    #expect(program.usefulThreads == threads)
    #expect(
      program.run(graph.seededInputs(2), in: program.makeSession())
        == program.run(graph.seededInputs(2), in: program.makeSession(threads: 3)))
  }

  /// Works of many sizes follow each other, with and without exchange.
  @Test(arguments: [1, 2, 3, 7])
  func `all pieces of a work are given out, each once`(_ threads: Int) {
    let sizes = [0, 1, 2, 3, 5, 8, 13, 31, 64, 100, 1000]
    let works = sizes.flatMap { (size) in
      [0, 1, 5].flatMap { (grain) in
        [1, 3].map { CountingKernel(size, grain: grain, together: $0) }
      }
    }
    for _ in 0..<50 { run(works + works, threads: threads) }
    for work in works {
      #expect(
        work.counts.allSatisfy { $0 == 100 }, "\(work.count), \(work.grain), \(work.together)")
      let isCut = work.isCut.load(ordering: .relaxed)
      #expect(!isCut)
    }
  }

  @Test(arguments: [2, 3, 7])
  func `others do what a slow worker leaves`(_ threads: Int) {
    let kernel = WaitingKernel()
    run([kernel], threads: threads)
    let (finished, isStuck) = (
      kernel.finished.load(ordering: .relaxed), kernel.isStuck.load(ordering: .relaxed)
    )
    #expect(finished == WaitingKernel.count)
    #expect(!isStuck)
  }

  /// A system may start fewer threads than were asked for.
  @Test(arguments: [1, 2])
  func `a crew makes do with fewer`(_ count: Int) {
    let crew = Crew(count: 5)
    let served = DispatchGroup()
    for index in 1..<count { DispatchQueue.global().async(group: served) { crew.serve(as: index) } }
    crew.shrink(to: count)
    let work = CountingKernel(100, grain: 1, together: 1)
    for _ in 0..<50 { run([work, work]) { crew.run($0) } }
    crew.end()
    served.wait()
    #expect(work.counts.allSatisfy { $0 == 100 })
  }

  private func run(_ kernels: [any Kernel], threads: Int) {
    run(kernels) { ThreadTeam(count: threads).run($0) }
  }

  private func run(_ kernels: [any Kernel], by run: (ThreadTeam.Job) -> Void) {
    let input = [Float(0)]
    input.withUnsafeBufferPointer { (input) in
      var inputs = input.baseAddress!
      let arena = UnsafeMutablePointer<Float>.allocate(capacity: 1)
      defer { arena.deallocate() }
      kernels.withUnsafeBufferPointer { (kernels) in
        withUnsafePointer(to: &inputs) { (inputs) in
          run(ThreadTeam.Job(kernels: kernels, memory: Memory(arena: arena, inputs: inputs)))
        }
      }
    }
  }

}

/// Counts how often each piece was given to somebody, in plain memory: ThreadSanitizer sees it when two
/// have the same piece.
private final class CountingKernel: Kernel, @unchecked Sendable {

  let count: Int
  let grain: Int
  /// As many pieces must not be given to different workers.
  let together: Int
  let counts: UnsafeMutableBufferPointer<Int>
  /// Whether some have been.
  let isCut = Atomic(false)

  init(_ count: Int, grain: Int, together: Int) {
    (self.count, self.grain, self.together) = (count, grain, together)
    counts = .allocate(capacity: count)
    counts.initialize(repeating: 0)
  }

  deinit { counts.deallocate() }

  func run(_ worker: Worker, in memory: Memory) {
    worker.divide(count, grain: grain, cut: { $0 == count ? count : $0 / together * together }) {
      (pieces) in
      if pieces.lowerBound % together != 0 { isCut.store(true, ordering: .relaxed) }
      for piece in pieces { counts[piece] += 1 }
    }
  }

}

/// Its first worker does nothing after its first part until all other pieces are done.
private final class WaitingKernel: Kernel, @unchecked Sendable {

  static let count = 640
  let finished = Atomic(0)
  let isStuck = Atomic(false)

  func run(_ worker: Worker, in memory: Memory) {
    worker.divide(Self.count) { (pieces) in
      if worker.index == 0 { wait(until: Self.count - pieces.count) }
      finished.add(pieces.count, ordering: .relaxed)
    }
  }

  private func wait(until count: Int) {
    let deadline = DispatchTime.now() + .seconds(20)
    while finished.load(ordering: .relaxed) < count {
      if DispatchTime.now() > deadline { return isStuck.store(true, ordering: .relaxed) }
    }
  }

}
