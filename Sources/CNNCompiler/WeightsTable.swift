import CNNIR
import CNNRuntime
import CNNSource

extension WeightsReport {

  package enum Format: String, CaseIterable, Sendable {
    case table
    case json
  }

  /// The report as text that ends with a line end.
  package func text(_ format: Format) throws -> String {
    switch format {
    case .table: table
    case .json: try jsonText(WeightsListing(self))
    }
  }

  private static let headings = ["Tensor", "Status", "Needed", "In the file"]

  /// Aligned columns, and how many tensors there are of each status.
  private var table: String {
    let cells = [Self.headings] + rows.map { Self.cells($0) }
    let widths = Self.headings.indices.map { (column) in cells.map { $0[column].count }.max() ?? 0 }
    var lines = cells.map { (cells) in
      let padded = zip(cells, widths).map { (cell, width) in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return padded.joined(separator: "  ")
    }
    lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
    let counts = Status.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0.phrase)" }
    lines += ["", counts.isEmpty ? "no tensors" : counts.joined(separator: ", ")]
    return lines.map(\.trimmingTrailingSpaces).joined(separator: "\n") + "\n"
  }

  private static func cells(_ row: Row) -> [String] {
    let needed = row.neededShape.map { "[\($0)]" } ?? ""
    var found = row.stored.map { "\($0.typeName) [\($0.shape)]" } ?? ""
    if let stored = row.stored, stored.name != row.name { found += " as \(stored.name)" }
    if let name = row.nearestName { found = "did you mean '\(name)'?" }
    return [row.name.printable, row.status.phrase, needed, found.printable]
  }

}

extension WeightsReport.Status {

  fileprivate var phrase: String {
    switch self {
    case .present: "present"
    case .missing: "missing"
    case .wrongShape: "wrong shape"
    case .wrongType: "wrong type"
    case .surplus: "surplus"
    case .skipped: "skipped"
    }
  }

}

/// A report on weights for programs, documented in `Docs/weights.md`.
private struct WeightsListing: Encodable {

  struct Tensor: Encodable {
    let name: String
    let status: String
    let shape: [Int]?
    let file: Stored?
    let nearest: String?
  }

  struct Stored: Encodable {
    let name: String
    let type: String
    let shape: [Int]
  }

  /// The version of this form.
  let schema = 1
  let file: String
  let complete: Bool
  let counts: [String: Int]
  let tensors: [Tensor]

  init(_ report: WeightsReport) {
    file = report.path
    complete = report.isComplete
    let statuses = WeightsReport.Status.allCases
    counts = Dictionary(uniqueKeysWithValues: statuses.map { ($0.rawValue, report.count($0)) })
    tensors = report.rows.map { (row) in
      let stored = row.stored.map {
        Stored(name: $0.name, type: $0.typeName, shape: $0.shape.extents)
      }
      return Tensor(
        name: row.name, status: row.status.rawValue, shape: row.neededShape?.extents, file: stored,
        nearest: row.nearestName)
    }
  }

}
