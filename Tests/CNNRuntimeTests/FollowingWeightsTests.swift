import CNNIR
import CNNTestSupport
import Testing

@testable import CNNPlanning

/// Which weights steps have fetched for those after them.
struct FollowingWeightsTests {

  /// Direct convolutions of several kinds, filtering by tiles and by filters, a pool between, and a dense
  /// layer.
  private static let network = """
    graph g(%x: f32[2x3x48x48]) {
      %a = conv %x {filters = 64, kernel = 3, stride = 2, padding = 1}
      %b = conv %a {filters = 64, kernel = 3, padding = 1}
      %c = conv %b {filters = 200, kernel = 5, stride = 2, padding = 2}
      %d = maxPool %c {kernel = 2, stride = 2}
      %e = conv %d {filters = 512, kernel = 3, padding = 1}
      %f = conv %e {filters = 300, kernel = 1}
      %g = conv %f {filters = 700, kernel = 1}
      %h = flatten %g
      %i = linear %h {features = 100}
      return %i
    }
    """

  @Test(arguments: [1, 2, 3, 5])
  func `workers fetch what they read next`(_ threads: Int) throws {
    var options = PlanOptions(target: .avx512)
    options.threads = threads
    // Rows in several blocks.
    options.target.cacheSize = 1 << 18
    let steps = StepPlan(try Graph(irText: Self.network), options: options).steps.map(\.step)
    let readers = steps.indices.filter { weightsInOrder(steps[$0]) != nil }
    #expect(readers.count == 7)
    for (index, next) in zip(readers, readers.dropFirst()) {
      let order = try #require(weightsInOrder(steps[next]))
      let expected = (0..<threads).map { (worker) in
        let first = cut(steps[next], near: order.count * worker / threads, threads)
        return order[first < order.count ? first : 0]
      }
      #expect(following(steps[index]) == expected)
    }
  }

  /// An expansion and its depthwise reader are one step, whose bands of rows share the filters.
  @Test(arguments: [1, 2, 3, 5])
  func `workers fetch the filters of an expansion`(_ threads: Int) throws {
    let text = """
      graph g(%x: f32[2x16x56x56]) {
        %a = conv %x {filters = 32, kernel = 1}
        %b = conv %a {filters = 192, kernel = 1}
        %c = conv %b {filters = 192, kernel = 3, padding = 1, groups = 192}
        return %c
      }
      """
    var options = PlanOptions(target: .avx512)
    options.threads = threads
    let steps = StepPlan(try Graph(irText: text), options: options).steps.map(\.step)
    let expanded = steps.compactMap {
      if case .expandedDepthwise(let step) = $0 { step } else { nil }
    }
    let step = try #require(expanded.first)
    let order = (0..<step.batch).flatMap { (_) in
      step.expansion.groups.flatMap { Array(repeating: $0.weights, count: step.bands) }
    }
    let before = steps.compactMap(following)
    #expect(before == [(0..<threads).map { order[order.count * $0 / threads] }])
  }

  /// Results must be the same to the bit for any number of threads.
  @Test func `sums are cut in the same way for all threads, and into parts of steps`() throws {
    for (channels, filters, pixels) in [
      (672, 112, 14), (528, 128, 14), (1152, 64, 14), (2048, 128, 14),
    ] {
      let graph = try Graph(
        irText: """
          graph g(%x: f32[1x\(channels)x\(pixels)x\(pixels)]) {
            %a = conv %x {filters = \(filters), kernel = 1}
            %b = conv %a {filters = 64, kernel = [1, 13], padding = [0, 6]}
            return %b
          }
          """)
      for cacheSize in [1 << 16, 1 << 18, 1 << 20, 1 << 21] {
        let parts = (1...6).map { (threads) in
          var options = PlanOptions(target: .avx512)
          (options.threads, options.target.cacheSize) = (threads, cacheSize)
          return StepPlan(graph, options: options).steps.flatMap { phases(of: $0.step) }
        }
        for phase in parts.joined() {
          let steps = phase.groups[0].steps.count
          let stepsAtOnce = (steps + phase.parts - 1) / phase.parts
          #expect((phase.parts - 1) * stepsAtOnce < steps)
        }
        let counts = Set(parts.map { $0.map(\.parts) })
        #expect(counts.count == 1, "\(channels) \(filters) \(cacheSize)")
      }
    }
  }

  private func phases(of step: Step) -> [ConvolutionStep.Phase] {
    if case .convolution(let step) = step { step.phases } else { [] }
  }

  @Test func `single runs fetch nothing that is not packed yet`() throws {
    var options = PlanOptions(target: .avx512)
    options.keepsParameters = false
    let steps = StepPlan(try Graph(irText: Self.network), options: options).steps
    #expect(steps.allSatisfy { following($0.step)?.isEmpty ?? true })
  }

  private func following(_ step: Step) -> [Int]? {
    switch step {
    case .convolution(let step): step.following
    case .winograd(let step): step.following
    default: nil
    }
  }

  /// Where the weights begin that each piece of a step's work reads, in the order of the pieces.
  private func weightsInOrder(_ step: Step) -> [Int]? {
    switch step {
    case .convolution(let step): order(of: step)
    case .winograd(let step):
      switch step.division {
      case .tiles: [step.groups[0].weights]
      case .filters: step.groups.map(\.weights)
      }
    case .dense(let step): (0..<step.rowCount).map { step.weights + $0 * step.inputCount }
    default: nil
    }
  }

  /// Where a worker's share begins.
  private func cut(_ step: Step, near piece: Int, _ workers: Int) -> Int {
    switch step {
    case .convolution(let step): step.phases[0].order(batch: step.batch).cut(near: piece)
    case .dense(let step): step.cut(piece, workers: workers)
    default: piece
    }
  }

  private func order(of step: ConvolutionStep) -> [Int] {
    let phase = step.phases[0]
    var rest = step.batch * phase.planes * phase.rows
    var order: [Int] = []
    while rest > 0 {
      let rows = min(rest, phase.rowsAtOnce)
      for group in phase.groups { order += Array(repeating: group.weights, count: rows) }
      rest -= rows
    }
    return order
  }

}
