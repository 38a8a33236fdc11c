import CNNIR

/// A column of the analysis, by the name that the command line, CSV and JSON know it by.
package enum AnalysisColumn: String, CaseIterable, Sendable {
  case layer, op, fused, inputShape, outputShape
  case kernel, stride, padding, dilation, groups
  case weightSize, parameters, parameterShare, buffers
  case macs, macShare, flops
  case multiplications, additions, comparisons, divisions, exponentials
  case activationBytes, weightBytes, arithmeticIntensity, liveBytes
  case receptiveField, effectiveStride, effectivePadding, center
  case estimatedMicroseconds, bound

  /// The columns that a table has unless others are asked for.
  package static let standard: [Self] = [
    .layer, .op, .outputShape, .weightSize, .parameters, .macs,
  ]

  /// Those that a form has.
  static func standard(for format: AnalysisReport.Format) -> [Self] {
    switch format {
    case .csv: standardValues
    case .html: standardOfPages
    case .table, .markdown, .json, .latex: standard
    }
  }

  /// Those that an estimate adds.
  static let estimates: [Self] = [.arithmeticIntensity, .estimatedMicroseconds, .bound]

  /// Those of a page, which has room.
  private static let standardOfPages: [Self] = [
    .layer, .op, .outputShape, .parameters, .macs, .macShare, .liveBytes, .receptiveField, .kernel,
    .stride, .weightSize, .activationBytes,
  ]

  /// Those of comma-separated values.
  private static let standardValues: [Self] = [
    .layer, .op, .outputShape, .parameters, .buffers, .macs, .weightSize, .fused,
  ]

  /// The name in CSV and JSON: what a layer is called there was its name before there were columns.
  var key: String { self == .layer ? "name" : rawValue }

  var heading: String {
    switch self {
    case .layer: "Layer"
    case .op: "Op"
    case .fused: "Fused"
    case .inputShape: "Input size"
    case .outputShape: "Output size"
    case .kernel: "Kernel"
    case .stride: "Stride"
    case .padding: "Padding"
    case .dilation: "Dilation"
    case .groups: "Groups"
    case .weightSize: "Weight size"
    case .parameters: "Parameters"
    case .parameterShare: "Parameters %"
    case .buffers: "Buffers"
    case .macs: "MACs"
    case .macShare: "MACs %"
    case .flops: "FLOPs"
    case .multiplications: "Multiplications"
    case .additions: "Additions"
    case .comparisons: "Comparisons"
    case .divisions: "Divisions"
    case .exponentials: "Exponentials"
    case .activationBytes: "Activations (B)"
    case .weightBytes: "Weights (B)"
    case .arithmeticIntensity: "FLOPs/B"
    case .liveBytes: "Live (B)"
    case .receptiveField: "Receptive field"
    case .effectiveStride: "Eff. stride"
    case .effectivePadding: "Eff. padding"
    case .center: "Center"
    case .estimatedMicroseconds: "Est. us"
    case .bound: "Bound by"
    }
  }

  /// Whether the cells are single numbers, which stand to the right.
  var isNumeric: Bool {
    switch self {
    case .parameters, .parameterShare, .buffers, .macs, .macShare, .flops, .multiplications,
      .additions, .comparisons, .divisions, .exponentials, .activationBytes, .weightBytes,
      .arithmeticIntensity, .liveBytes, .groups, .estimatedMicroseconds:
      true
    default: false
    }
  }

}

/// What stands in a cell, before a form writes it.
enum AnalysisCell {
  case none
  case text(String)
  /// A product, with ` x ` between its factors.
  case formula(String)
  case count(Int)
  case share(Int, of: Int)
  case number(Double)
  /// Numbers along the axes, and what follows them.
  case extents([Double], suffix: String = "")

  static func extents(_ extents: [Int]) -> Self { .extents(extents.map(Double.init)) }
}

extension AnalysisColumn {

  /// The cell of a layer in a network that takes `totals`.
  func cell(_ layer: AnalyzedLayer, _ totals: AnalyzedCosts) -> AnalysisCell {
    switch self {
    case .layer: .text(layer.name)
    case .op: .text(layer.layerCount > 1 ? "\(layer.layerCount) layers" : layer.op)
    case .fused: .text(layer.fused.joined(separator: " "))
    case .inputShape:
      .extents(
        layer.inputShape.map(Double.init),
        suffix: layer.furtherOperands > 0 ? " (+\(layer.furtherOperands))" : "")
    case .outputShape: .extents(layer.outputShape)
    case .kernel, .stride, .padding, .dilation: geometry(layer)
    case .groups: layer.groups.map(AnalysisCell.count) ?? .none
    case .weightSize: .formula(layer.weightSize)
    case .activationBytes: .count(layer.activationBytes)
    case .arithmeticIntensity: .number(layer.arithmeticIntensity)
    case .liveBytes: .count(layer.liveBytes)
    case .receptiveField, .effectiveStride, .effectivePadding, .center: field(layer)
    case .estimatedMicroseconds: layer.estimate.map { .number($0.microseconds) } ?? .none
    case .bound: layer.estimate.map { .text($0.bound) } ?? .none
    default: cost(layer.costs, totals)
    }
  }

  /// The cell of the line of totals.
  func total(_ summary: AnalysisSummary) -> AnalysisCell {
    switch self {
    case .layer: .text("Total")
    case .activationBytes: .count(summary.activationBytes)
    case .liveBytes, .arithmeticIntensity, .groups, .estimatedMicroseconds: .none
    default: isNumeric ? cost(summary.costs, summary.costs) : .none
    }
  }

  private func cost(_ costs: AnalyzedCosts, _ totals: AnalyzedCosts) -> AnalysisCell {
    switch self {
    case .parameters: .count(costs.parameters)
    case .parameterShare: .share(costs.parameters, of: totals.parameters)
    case .buffers: .count(costs.buffers)
    case .macs: .count(costs.macs)
    case .macShare: .share(costs.macs, of: totals.macs)
    case .flops: .count(costs.flops)
    case .multiplications: .count(costs.arithmetic.multiplications)
    case .additions: .count(costs.arithmetic.additions)
    case .comparisons: .count(costs.arithmetic.comparisons)
    case .divisions: .count(costs.arithmetic.divisions)
    case .exponentials: .count(costs.arithmetic.exponentials)
    case .weightBytes: .count(costs.weightBytes)
    default: .none
    }
  }

  private func geometry(_ layer: AnalyzedLayer) -> AnalysisCell {
    guard let windows = layer.windows else { return .none }
    switch self {
    case .kernel: return .extents(windows.map(\.kernel))
    case .stride: return .extents(windows.map(\.stride))
    case .dilation: return .extents(windows.map(\.dilation))
    default:
      if windows.allSatisfy({ $0.before == $0.after }) { return .extents(windows.map(\.before)) }
      let widths = windows.map { "\($0.before)+\($0.after)" }
      return .text(widths.joined(separator: " x "))
    }
  }

  private func field(_ layer: AnalyzedLayer) -> AnalysisCell {
    guard let field = layer.field else { return .none }
    switch self {
    case .receptiveField:
      guard field.strides != nil else { return .text("all") }
      return .extents(
        field.sizes.map(Double.init), suffix: field.hasConstantPart ? " + all" : "")
    case .effectiveStride: return field.strides.map { .extents($0) } ?? .none
    case .effectivePadding: return field.paddings.map { .extents($0) } ?? .none
    default: return .extents(field.centers)
    }
  }

}
