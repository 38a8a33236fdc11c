import CNNIR
import CNNPasses
import CNNSource

/// What a layer, or a network, stores and computes, with what follows from that.
package struct AnalyzedCosts: Sendable, Hashable {

  /// Trained numbers; those of a shared layer count at its first use.
  package var parameters: Int
  /// Stored numbers that are not trained.
  package var buffers: Int
  /// Multiply-adds over the whole batch, or what a convention counts as such.
  package var macs: Int
  /// Twice the multiply-adds.
  package var flops: Int
  package var arithmetic: Arithmetic
  /// The bytes of parameters and buffers.
  package var weightBytes: Int

  /// - Throws: a `Diagnostic` when one of them exceeds 64 bits.
  init(_ cost: Cost, at node: Node? = nil) throws {
    guard let flops = checkedProduct([2, cost.multiplyAdds]),
      let elements = checkedSum([cost.parameters, cost.buffers]), let bytes = bytes(of: elements)
    else { throw countOverflow(at: node) }
    parameters = cost.parameters
    buffers = cost.buffers
    macs = cost.multiplyAdds
    self.flops = flops
    arithmetic = cost.arithmetic
    weightBytes = bytes
  }

  /// The sum, or `nil` when a count exceeds 64 bits.
  init?(sumOf costs: [AnalyzedCosts]) throws {
    var sum = Cost()
    for cost in costs {
      var own = Cost()
      (own.parameters, own.buffers) = (cost.parameters, cost.buffers)
      (own.multiplyAdds, own.arithmetic) = (cost.macs, cost.arithmetic)
      guard let next = sum.adding(own) else { return nil }
      sum = next
    }
    try self.init(sum)
  }

}

/// The bytes of a number of elements, or `nil` when they exceed 64 bits.
func bytes(of elements: Int) -> Int? {
  checkedProduct([elements, MemoryLayout<Float>.size])
}

/// The counts at a node, or of all, exceed 64 bits.
func countOverflow(at node: Node?) -> Diagnostic {
  let place = node?.range.map(Diagnostic.Place.source) ?? .commandLine
  return countOverflow(of: node?.name ?? "all layers", at: place)
}

func countOverflow(of name: String, at place: Diagnostic.Place = .commandLine) -> Diagnostic {
  Diagnostic(
    .error, "count-overflow", "the operations or bytes of '\(name)' exceed a 64-bit count",
    at: place)
}

/// What a network takes as a whole.
public struct AnalysisSummary: Sendable {

  /// Trained numbers.
  public var parameters: Int { costs.parameters }
  /// Stored numbers that are not trained.
  public var buffers: Int { costs.buffers }
  /// Multiply-adds over the whole batch.
  public var macs: Int { costs.macs }

  /// The number of layers.
  public let layerCount: Int
  /// The most layers with multiply-adds that follow each other.
  public let depth: Int
  package let costs: AnalyzedCosts
  /// The bytes of the results of all layers, each counted.
  public let activationBytes: Int
  /// The most bytes of values that are alive at once, inputs included.
  public let peakBytes: Int
  /// The layer that runs then.
  public let peakLayer: String?
  /// The bytes of the arena that holds all values but the inputs.
  public let arenaBytes: Int
  /// The least bytes that an arena could have.
  public let arenaLowerBoundBytes: Int
  /// Why the arena is that much larger than its lower bound, if it is by more than a twentieth.
  package let arenaReason: String?

  init(_ analyzed: AnalyzedGraph) throws {
    let (plan, memory) = (analyzed.plan, analyzed.memory)
    layerCount = memory.sizes.count
    depth = analyzed.graph.weightedDepth
    costs = try AnalyzedCosts(analyzed.costs.total)
    let size = MemoryLayout<Float>.size
    activationBytes = memory.sum * size
    peakBytes = memory.peak.size * size
    peakLayer = memory.peak.node.map { analyzed.graph.name(of: $0) }
    arenaBytes = plan.arenaSize * size
    arenaLowerBoundBytes = plan.peak.size * size
    arenaReason = plan.excessReason(in: analyzed.graph)
  }

}

extension Graph {

  /// The most nodes with multiply-adds on a path: what a network is named after, as ResNet-50.
  fileprivate var weightedDepth: Int {
    var depths: [ValueID: Int] = [:]
    for node in nodes {
      let count = node.op.multiplyAdds(from: node.operandTypes(in: self), to: node.type) ?? 0
      let before = node.reads.map { depths[$0] ?? 0 }.max() ?? 0
      depths[node.id] = before + (count > 0 ? 1 : 0)
    }
    return depths.values.max() ?? 0
  }

}

extension MemoryPlan {

  /// Why the arena is more than a twentieth larger than what is alive at once, if it is.
  fileprivate func excessReason(in graph: Graph) -> String? {
    guard arenaSize - peak.size > peak.size / 20, let top else { return nil }
    let size = MemoryLayout<Float>.size
    let name = graph.name(of: top.value)
    return "'\(name)' of \(byteCount(top.size * size)) lies on top, since what stays free below it "
      + "while it is alive is at most \(byteCount(top.largestGap * size)) in a row, and no value moves"
  }

}

/// What a pass changed.
package struct PassSaving: Sendable {

  /// What passes make less.
  package struct Measures: Sendable, Hashable {
    package let layers: Int
    package let macs: Int
    package let otherOperations: Int
    package let activationBytes: Int
    package let peakBytes: Int

    init(_ graph: Graph) throws {
      let total = try CostTable(graph).total
      let memory = try LiveMemory(graph)
      let arithmetic = total.arithmetic
      guard let others = checkedSum(Arithmetic.kinds.map { arithmetic[keyPath: $0.count] }) else {
        throw countOverflow(at: nil)
      }
      layers = memory.sizes.count
      macs = total.multiplyAdds
      otherOperations = others
      activationBytes = memory.sum * MemoryLayout<Float>.size
      peakBytes = memory.peak.size * MemoryLayout<Float>.size
    }
  }

  package let pass: String
  package let before: Measures
  package let after: Measures

  init(_ pass: String, _ before: Measures, _ after: Measures) {
    self.pass = pass
    self.before = before
    self.after = after
  }

  /// How much less there is of something.
  func saved(_ path: KeyPath<Measures, Int>) -> Int { before[keyPath: path] - after[keyPath: path] }

}
