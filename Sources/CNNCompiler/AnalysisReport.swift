import CNNIR
import CNNPasses
import CNNSource

/// The table that every lecture draws: what each layer makes, stores and computes.
public struct AnalysisReport: Sendable {

  /// An input of the network.
  public struct Input: Sendable, Encodable {
    /// The name in the network.
    public let name: String
    /// The extents without the batch.
    public let shape: [Int]
  }

  /// The version of the JSON form.
  public let schema = 1
  /// The name of the network.
  public let network: String
  /// The number of inputs that are worked on at once.
  public let batch: Int
  /// All inputs.
  public let inputs: [Input]

  /// The layers in the order of execution, or blocks of them.
  public internal(set) var layers: [AnalyzedLayer]

  /// What the network that the layers are of takes as a whole.
  public let totals: AnalysisSummary

  /// What the layers were made from.
  let analyzed: AnalyzedGraph

  /// How many components of the paths tell blocks apart, if the layers are blocks.
  private(set) var depth: Int?

  /// The network before or after optimisation, whichever the layers are not of.
  package let counterpart: AnalysisSummary

  /// What each pass changed, if the layers are those of the optimised network.
  package let savings: [PassSaving]

  package let isOptimized: Bool

  /// What the times of the layers are estimated by, if they are.
  package internal(set) var roofline: AnalysisRoofline?

  /// Places where branches that look at different places of the input meet.
  package let warnings: [Diagnostic]

  /// What counts as a multiply-add in the layers and their totals.
  package let convention: CountingConvention

  /// Analyses a network as it is written, by any convention, or after optimisation.
  ///
  /// - Throws: a `Diagnostic` when a count exceeds 64 bits, a `PassFailure` for a mistake of a pass.
  package init(
    _ graph: Graph, optimized: Bool = false, convention: CountingConvention = .cnnc
  ) throws {
    precondition(!optimized || convention == .cnnc, "conventions count networks as written")
    var manager = PassManager(graph)
    try manager.run(.analysis)
    let written = try AnalyzedGraph(manager.graph, manager.analyses, convention)
    self.convention = convention
    var savings: [PassSaving] = []
    var before = optimized ? try PassSaving.Measures(graph) : nil
    let network = try CompiledNetwork(graph) { (pass, graph) in
      guard optimized, pass.isTransformation else { return }
      let after = try PassSaving.Measures(graph)
      if let before, after != before { savings.append(PassSaving(pass.name, before, after)) }
      before = after
    }
    let compiled = try AnalyzedGraph(network)
    let (own, other) = optimized ? (compiled, written) : (written, compiled)
    self.network = graph.name
    // A scalar, which IR text may have, is a batch of one.
    batch = graph.inputs.first?.type.shape.first ?? 1
    inputs = graph.inputs.map {
      Input(name: $0.name, shape: $0.type.shape.withoutBatch.extents)
    }
    analyzed = own
    layers = try own.layers()
    totals = try AnalysisSummary(own)
    counterpart = try AnalysisSummary(other)
    self.savings = savings
    isOptimized = optimized
    warnings = written.misalignmentWarnings()
  }

  /// The extents of the first input without the batch.
  public var input: [Int] { inputs.first?.shape ?? [] }

  /// The same with the layers of each block of the first `depth` levels taken together.
  package func rolledUp(toDepth depth: Int) throws -> AnalysisReport {
    var report = self
    report.depth = depth
    report.layers = try AnalyzedLayer.blocks(of: layers, depth: depth)
    return report
  }

}

/// A graph with what the analysis found out about it.
struct AnalyzedGraph {

  let graph: Graph
  let costs: CostTable
  let plan: MemoryPlan
  let memory: LiveMemory
  let fields: ReceptiveFields

  init(_ graph: Graph, _ analyses: Analyses, _ convention: CountingConvention) throws {
    guard var costs = analyses.costs else { preconditionFailure("the analysis counts costs") }
    if convention != .cnnc {
      try costs.recountMultiplyAdds(of: graph) { convention.count($0, in: graph) }
    }
    // The memory that is alive is counted first: it says when it is too much.
    memory = try LiveMemory(graph)
    self.graph = graph
    self.costs = costs
    plan = MemoryPlan(graph)
    fields = ReceptiveFields(graph)
  }

  init(_ network: CompiledNetwork) throws {
    memory = try LiveMemory(network.graph)
    graph = network.graph
    costs = network.costs
    plan = network.memoryPlan
    fields = ReceptiveFields(network.graph)
  }

  /// A warning for each place where branches meet that look at different places of the input.
  func misalignmentWarnings() -> [Diagnostic] {
    var seen: Set<ValueID> = []
    return fields.misalignments.filter { seen.insert($0.node).inserted }.compactMap { (place) in
      graph.node(place.node).map { (node) in
        let branches = zip(place.centers, place.strides).map { (center, stride) in
          "position 0 is at \(decimal(center)), each further one \(decimal(stride)) on"
        }
        let message =
          "the branches that meet in '\(node.name)' look at different places of the input: "
          + branches.joined(separator: ", against ")
        return Diagnostic(
          .warning, "misaligned-branches", message,
          at: node.range.map(Diagnostic.Place.source) ?? .commandLine)
      }
    }
  }

}
