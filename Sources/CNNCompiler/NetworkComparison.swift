import CNNIR
import CNNSource

/// Several networks, or one at several sizes, a row for each.
package struct NetworkComparison: Sendable {

  package enum Column: String, CaseIterable, Sendable {
    case network, input, layerCount, depth, parameters, buffers, macs, flops
    case weightBytes, activationBytes, peakBytes, arenaBytes

    var heading: String {
      switch self {
      case .network: "Network"
      case .input: "Input"
      case .layerCount: "Layers"
      case .depth: "Depth"
      case .parameters: "Parameters"
      case .buffers: "Buffers"
      case .macs: "MACs"
      case .flops: "FLOPs"
      case .weightBytes: "Weights (B)"
      case .activationBytes: "Activations (B)"
      case .peakBytes: "Peak (B)"
      case .arenaBytes: "Arena (B)"
      }
    }
  }

  static let standard: [Column] = [
    .network, .input, .depth, .parameters, .macs, .weightBytes, .peakBytes, .arenaBytes,
  ]

  package private(set) var reports: [AnalysisReport]

  package init(_ reports: [AnalysisReport]) { self.reports = reports }

  /// The same with the rows in the order of a column, the least first.
  package func sorted(by column: Column) -> NetworkComparison {
    let order = reports.indices.sorted { (a, b) in
      switch column {
      case .network: (reports[a].network, a) < (reports[b].network, b)
      case .input: (reports[a].inputCount, a) < (reports[b].inputCount, b)
      default: (column.count(reports[a].totals) ?? 0, a) < (column.count(reports[b].totals) ?? 0, b)
      }
    }
    return NetworkComparison(order.map { reports[$0] })
  }

  /// The comparison as text that ends with a line end.
  package func text(_ style: AnalysisReport.Style = .init()) throws -> String {
    if style.format == .json { return try jsonText(self) }
    if style.format == .html { return try page.text() }
    let columns = style.format == .csv ? Column.allCases : Self.standard
    let numbers = CellStyle(
      times: style.format == .table && style.isUnicode ? "\u{D7}" : "x",
      separator: style.format == .csv ? nil : ",")
    let rows = reports.map { (report) in columns.map { numbers.text($0.cell(report)) } }
    let table = ReportTable(
      columns.map { ($0.rawValue, $0.heading, $0.count(reports[0].totals) != nil) }, rows)
    return table.text(style)
  }

}

extension AnalysisReport {

  /// The elements of the inputs, without the batch.
  fileprivate var inputCount: Double {
    inputs.reduce(0) { $0 + $1.shape.reduce(1) { $0 * Double($1) } }
  }

}

extension NetworkComparison.Column {

  /// The number in the row of a network; none in a column of words.
  func count(_ summary: AnalysisSummary) -> Int? {
    AnalysisMeasure(rawValue: rawValue)?.count(summary)
  }

  func cell(_ report: AnalysisReport) -> AnalysisCell {
    switch self {
    case .network: .text(report.network)
    case .input:
      report.inputs.count == 1
        ? .extents(report.inputs[0].shape) : .text("\(report.inputs.count) inputs")
    default: count(report.totals).map(AnalysisCell.count) ?? .none
    }
  }

}

/// A number of a network as a whole, by the name that columns, JSON and budgets know it by.
package enum AnalysisMeasure: String, CaseIterable, Sendable {
  case layerCount, depth, parameters, buffers, macs, flops
  case multiplications, additions, comparisons, divisions, exponentials
  case weightBytes, activationBytes, peakBytes, arenaBytes

  func count(_ summary: AnalysisSummary) -> Int {
    switch self {
    case .layerCount: summary.layerCount
    case .depth: summary.depth
    case .parameters: summary.costs.parameters
    case .buffers: summary.costs.buffers
    case .macs: summary.costs.macs
    case .flops: summary.costs.flops
    case .multiplications: summary.costs.arithmetic.multiplications
    case .additions: summary.costs.arithmetic.additions
    case .comparisons: summary.costs.arithmetic.comparisons
    case .divisions: summary.costs.arithmetic.divisions
    case .exponentials: summary.costs.arithmetic.exponentials
    case .weightBytes: summary.costs.weightBytes
    case .activationBytes: summary.activationBytes
    case .peakBytes: summary.peakBytes
    case .arenaBytes: summary.arenaBytes
    }
  }

}

extension NetworkComparison: Encodable {

  private enum Key: String, CodingKey {
    case schema, networks
  }

  private struct Entry: Encodable {
    let network: String
    let convention: String?
    let batch: Int
    let inputs: [AnalysisReport.Input]
    let totals: SummaryEntry
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(1, forKey: .schema)
    let entries = reports.map {
      Entry(
        network: $0.network,
        convention: $0.convention == .cnnc ? nil : $0.convention.rawValue, batch: $0.batch,
        inputs: $0.inputs, totals: SummaryEntry($0.totals))
    }
    try container.encode(entries, forKey: .networks)
  }

}
