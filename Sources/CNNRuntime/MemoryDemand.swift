import CNNIR
import CNNPasses
import CNNPlanning
import CNNSource

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The memory that a network takes while it runs, counted from below.
package struct MemoryDemand: Sendable, Hashable {

  /// The sum in bytes, or `nil` when it exceeds 64 bits.
  package let bytes: Int?

  /// What a run of `graph` by the runtime keeps: the weights as they are used, the inputs, the arena, whose
  /// size depends on the processor but which holds each input of a convolution with the zeros around it and
  /// each of its results in whole blocks of channels, and the outputs.
  package init(of graph: Graph, _ plan: MemoryPlan) {
    self.init(of: graph, weights: graph.evaluatedShapes, arena: plan.arenaSize)
  }

  /// What a single run keeps: as any run, but of the weights only those of a node at a time, beside the
  /// values that are alive then. (Matrices are mostly read where they are; that much is needed to read
  /// them, too.)
  package init(ofSingleRun graph: Graph, _ plan: MemoryPlan) {
    let weights = graph.nodes.map { Self.elements(of: $0.slots(in: graph).map(\.shape), 0) }
    let sums = zip(weights, plan.usedSizes(nodes: weights.count)).map { (weights, used) in
      weights.flatMap { checkedSum([$0, used]) }
    }
    // What cannot be counted is the most.
    let largest = sums.map { $0 ?? .max }.max() ?? 0
    self.init(of: graph, weights: [], arena: max(plan.arenaSize, largest))
  }

  /// What a run of `graph`, whose parameters are tensors and no expressions, takes at least, however it is
  /// planned: its parameters, and its largest value as a convolution reads or makes it.
  init(ofProgram graph: Graph) {
    let counts = graph.nodes.map(\.type.shape.checkedElementCount)
    let largest = counts.reduce(0) { max($0, $1 ?? .max) }
    self.init(of: graph, weights: graph.tensors.map(\.shape), arena: largest)
  }

  /// What a run by the steps of `plan` takes.
  init(of graph: Graph, _ plan: StepPlan) {
    let values =
      graph.inputs.map(\.type.shape) + graph.outputs.map { graph.type(of: $0.value).shape }
    bytes = checkedSum([plan.arenaSize, plan.parametersSize]).flatMap { Self.bytes(of: values, $0) }
  }

  private init(of graph: Graph, weights: [Shape], arena: Int) {
    let inputs = graph.inputs.map(\.type.shape)
    let outputs = graph.outputs.map { graph.type(of: $0.value).shape }
    bytes = graph.largestConvolved.flatMap { (largest) in
      Self.bytes(of: weights + inputs + outputs, max(arena, largest))
    }
  }

  /// What a run by the reference interpreter keeps: the weights, the inputs, and every value to the
  /// end.
  package init(ofReference graph: Graph) {
    let inputs = graph.inputs.map(\.type.shape)
    let values = graph.nodes.map(\.type.shape)
    bytes = Self.bytes(of: graph.storedShapes + inputs + inputs + values, 0)
  }

  /// What the weights take: as they were read, as they are used, and as they are written.
  package init(ofWeights graph: Graph) {
    let evaluated = graph.evaluatedShapes
    bytes = Self.bytes(of: graph.storedShapes + evaluated + evaluated, 0)
  }

  private static func bytes(of shapes: [Shape], _ elements: Int) -> Int? {
    Self.elements(of: shapes, elements).flatMap { checkedProduct([$0, MemoryLayout<Float>.size]) }
  }

  private static func elements(of shapes: [Shape], _ more: Int) -> Int? {
    let counts = shapes.map(\.checkedElementCount)
    return counts.contains(nil) ? nil : checkedSum(counts.compactMap(\.self) + [more])
  }

  /// The memory that this process may have, in bytes: that of the machine, unless it is limited further.
  package static var availableMemory: Int {
    var limits = rlimit()
    let machine = ProcessInfo.processInfo.physicalMemory
    guard getrlimit(limitOfAddresses, &limits) == 0 else { return Int(clamping: machine) }
    return Int(clamping: min(machine, UInt64(limits.rlim_cur)))
  }

  #if canImport(Glibc)
    private static let limitOfAddresses = __rlimit_resource_t(RLIMIT_AS.rawValue)
  #else
    private static let limitOfAddresses = RLIMIT_AS
  #endif

  /// The memory that source is written for, in bytes: more than networks take, and little enough that the
  /// places of their channels and filters can be listed.
  private static let sourceLimit = 1 << 34

  /// Refuses what needs more than `limit` bytes: it would end in a crash, after a long wait.
  ///
  /// - Throws: when the demand exceeds the limit.
  package func check(limit: Int = availableMemory) throws(Diagnostic) {
    try check(limit, "there are")
  }

  /// Refuses a graph that takes more memory to run than there is, or more than that for a single run.
  ///
  /// - Throws: when it does.
  package static func check(
    _ graph: Graph, _ plan: MemoryPlan, _ options: ProgramOptions = ProgramOptions(),
    isSingleRun: Bool = false, limit: Int = availableMemory
  ) throws(Diagnostic) {
    let least = isSingleRun ? Self(ofSingleRun: graph, plan) : Self(of: graph, plan)
    try least.check(limit: limit)
    // The steps know it exactly, but to plan them twice takes time.
    guard let bytes = least.bytes, bytes > limit / 16 else { return }
    let steps = StepPlan(graph, options: options.planOptions(keepsParameters: !isSingleRun))
    try Self(of: graph, steps).check(limit: limit)
  }

  /// Refuses what source is not written for.
  ///
  /// - Throws: when the demand exceeds that.
  package func checkForSource() throws(Diagnostic) {
    try check(Self.sourceLimit, "Swift source is for at most")
  }

  private func check(_ limit: Int, _ holder: String) throws(Diagnostic) {
    if let bytes, bytes <= limit { return }
    // Rounded apart, so that what is needed is more than there is.
    let need =
      bytes.map { "at least \(Self.text($0, .up))" } ?? "more memory than 64 bits can address"
    let message = "the network takes \(need) to run; \(holder) \(Self.text(limit, .down))"
    throw Diagnostic(.error, "not-enough-memory", message, at: .commandLine)
  }

  /// A number of bytes in GiB or, below one, in MiB.
  private static func text(_ bytes: Int, _ rule: FloatingPointRoundingRule) -> String {
    let (unit, name) = bytes >= 1 << 30 ? (1 << 30, "GiB") : (1 << 20, "MiB")
    return "\(Int((Double(bytes) / Double(unit)).rounded(rule))) \(name)"
  }

}

extension MemoryPlan {

  /// The elements of the arena that are needed while each of its nodes runs.
  fileprivate func usedSizes(nodes: Int) -> [Int] {
    var changes = Array(repeating: 0, count: nodes + 2)
    for slot in slots {
      changes[slot.steps.lowerBound] += slot.size
      changes[slot.steps.upperBound + 1] -= slot.size
    }
    var sum = 0
    return changes.prefix(nodes).map { (change) in
      sum += change
      return sum
    }
  }

}

extension Graph {

  /// The shapes of the tensors that the nodes read.
  fileprivate var storedShapes: [Shape] { usedTensors.map(\.shape) }

  /// The shapes of the values of the nodes' parameters, each with its own.
  fileprivate var evaluatedShapes: [Shape] {
    nodes.flatMap { (node) in node.slots(in: self).map(\.shape) }
  }

}
