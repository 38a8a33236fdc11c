import CNNOps

/// The form for programs, schema 1, which `Docs/analysis.md` documents. Keys may be added; what is there
/// keeps its name and meaning.
extension AnalysisReport: Encodable {

  private enum Key: String, CodingKey {
    case schema, network, convention, batch, input, inputs, layers, totals, optimized
    case asWritten, savings, roofline
  }

  /// Writes the fields that `Docs/analysis.md` describes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(schema, forKey: .schema)
    try container.encode(network, forKey: .network)
    if convention != .cnnc { try container.encode(convention.rawValue, forKey: .convention) }
    try container.encode(batch, forKey: .batch)
    try container.encode(input, forKey: .input)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(
      layers.map { LayerEntry($0, totals.costs) }, forKey: .layers)
    try container.encode(SummaryEntry(totals), forKey: .totals)
    try container.encode(
      SummaryEntry(counterpart), forKey: isOptimized ? .asWritten : .optimized)
    if let roofline {
      try container.encode(RooflineEntry(roofline, estimatedMicroseconds), forKey: .roofline)
    }
    if isOptimized { try container.encode(savings.map(SavingEntry.init), forKey: .savings) }
  }

}

/// What a layer or a network stores and computes.
private struct CostEntry: Encodable {

  let parameters: Int
  let buffers: Int
  let macs: Int
  let flops: Int
  let multiplications: Int
  let additions: Int
  let comparisons: Int
  let divisions: Int
  let exponentials: Int
  let weightBytes: Int

  init(_ costs: AnalyzedCosts) {
    (parameters, buffers) = (costs.parameters, costs.buffers)
    (macs, flops) = (costs.macs, costs.flops)
    multiplications = costs.arithmetic.multiplications
    additions = costs.arithmetic.additions
    comparisons = costs.arithmetic.comparisons
    divisions = costs.arithmetic.divisions
    exponentials = costs.arithmetic.exponentials
    weightBytes = costs.weightBytes
  }

}

/// A layer: its costs, and the rest in the same object.
private struct LayerEntry: Encodable {

  private let costs: CostEntry
  private let rest: Rest

  init(_ layer: AnalyzedLayer, _ totals: AnalyzedCosts) {
    costs = CostEntry(layer.costs)
    rest = Rest(layer, totals)
  }

  func encode(to encoder: any Encoder) throws {
    try costs.encode(to: encoder)
    try rest.encode(to: encoder)
  }

  /// What it does not have is left out.
  private struct Rest: Encodable {

    let name: String
    let op: String
    let fused: [String]
    let layerCount: Int
    let inputShape: [Int]
    let outputShape: [Int]
    let kernel: [Int]?
    let stride: [Int]?
    let dilation: [Int]?
    let padding: [[Int]]?
    let groups: Int?
    let weightSize: String
    let parameterShare: Double
    let macShare: Double
    let activationBytes: Int
    let liveBytes: Int
    let arithmeticIntensity: Double
    let receptiveField: [Int]?
    let effectiveStride: [Double]?
    let effectivePadding: [Int]?
    let center: [Double]?
    let seesWholeInput: Bool?
    let estimatedMicroseconds: Double?
    let bound: String?

    init(_ layer: AnalyzedLayer, _ totals: AnalyzedCosts) {
      name = layer.name
      op = layer.op
      fused = layer.fused
      layerCount = layer.layerCount
      inputShape = layer.inputShape
      outputShape = layer.outputShape
      kernel = layer.windows?.map(\.kernel)
      stride = layer.windows?.map(\.stride)
      dilation = layer.windows?.map(\.dilation)
      padding = layer.windows?.map { [$0.before, $0.after] }
      groups = layer.groups
      weightSize = layer.weightSize
      parameterShare = share(layer.costs.parameters, of: totals.parameters)
      macShare = share(layer.costs.macs, of: totals.macs)
      activationBytes = layer.activationBytes
      liveBytes = layer.liveBytes
      arithmeticIntensity = layer.arithmeticIntensity
      receptiveField = layer.field?.sizes
      effectiveStride = layer.field?.strides
      effectivePadding = layer.field?.paddings
      center = layer.field?.centers
      seesWholeInput = layer.field?.hasConstantPart
      estimatedMicroseconds = layer.estimate?.microseconds
      bound = layer.estimate?.bound
    }

  }

}

/// A part in percent.
private func share(_ part: Int, of whole: Int) -> Double {
  whole == 0 ? 0 : 100 * Double(part) / Double(whole)
}

/// A network as a whole: its costs, and the rest in the same object.
struct SummaryEntry: Encodable {

  private let costs: CostEntry
  private let rest: Rest

  init(_ summary: AnalysisSummary) {
    costs = CostEntry(summary.costs)
    rest = Rest(summary)
  }

  func encode(to encoder: any Encoder) throws {
    try costs.encode(to: encoder)
    try rest.encode(to: encoder)
  }

  private struct Rest: Encodable {

    let layerCount: Int
    let depth: Int
    let activationBytes: Int
    let peakBytes: Int
    let peakLayer: String?
    let arenaBytes: Int
    let arenaLowerBoundBytes: Int
    let arenaReason: String?

    init(_ summary: AnalysisSummary) {
      layerCount = summary.layerCount
      depth = summary.depth
      activationBytes = summary.activationBytes
      (peakBytes, peakLayer) = (summary.peakBytes, summary.peakLayer)
      (arenaBytes, arenaLowerBoundBytes) = (summary.arenaBytes, summary.arenaLowerBoundBytes)
      arenaReason = summary.arenaReason
    }

  }

}

private struct RooflineEntry: Encodable {

  let instructionSet: String
  let macsPerSecond: Double
  let bytesPerSecond: Double
  let estimatedMicroseconds: Double

  init(_ roofline: AnalysisRoofline, _ microseconds: Double) {
    instructionSet = roofline.instructionSet
    macsPerSecond = roofline.macsPerSecond
    bytesPerSecond = roofline.bytesPerSecond
    estimatedMicroseconds = microseconds
  }

}

private struct SavingEntry: Encodable {

  let pass: String
  let layers: Int
  let macs: Int
  let otherOperations: Int
  let activationBytes: Int
  let peakBytes: Int

  init(_ saving: PassSaving) {
    pass = saving.pass
    layers = saving.saved(\.layers)
    macs = saving.saved(\.macs)
    otherOperations = saving.saved(\.otherOperations)
    activationBytes = saving.saved(\.activationBytes)
    peakBytes = saving.saved(\.peakBytes)
  }

}
