import CNNIR
import CNNSource

/// A part of the report below the layers: aligned columns, the first of words.
struct AnalysisSection {
  var headings: [(text: String, isNumeric: Bool)]
  var rows: [[String]]
}

extension AnalysisReport {

  /// What stands below the layers.
  var sections: [AnalysisSection] {
    savings.isEmpty ? [summary] : [savingsSection, summary]
  }

  /// Why an arena is much larger than its lower bound, and what an estimate is made from.
  var reasons: [String] {
    let (written, optimized) = isOptimized ? (counterpart, totals) : (totals, counterpart)
    let arenas = [("as written", written), ("optimised", optimized)].compactMap {
      (stage, summary) in summary.arenaReason.map { "Arena, \(stage): \($0)." }
    }
    return arenas + (rooflineLine.map { [$0] } ?? [])
  }

  /// The network as a whole, as written and after optimisation.
  private var summary: AnalysisSection {
    let stages = isOptimized ? [counterpart, totals] : [totals, counterpart]
    func row(_ name: String, _ text: (AnalysisSummary) -> String) -> [String] {
      [name] + stages.map(text)
    }
    func counts(_ path: KeyPath<AnalyzedCosts, Int>) -> (AnalysisSummary) -> String {
      { grouped($0.costs[keyPath: path]) }
    }
    return AnalysisSection(
      headings: [("", false), ("As written", true), ("Optimised", true)],
      rows: [
        row("Layers") { grouped($0.layerCount) },
        row("Depth (layers with MACs in a row)") { grouped($0.depth) },
        row("Parameters", counts(\.parameters)),
        row("Buffers (not trained)", counts(\.buffers)),
        row("MACs", counts(\.macs)),
        row("FLOPs", counts(\.flops)),
        row("Weights", { byteCount($0.costs.weightBytes) }),
        row("Activations, all", { byteCount($0.activationBytes) }),
        row("Peak activations", { byteCount($0.peakBytes) }),
        row("  while this runs", { $0.peakLayer ?? "" }),
        row("Arena", { byteCount($0.arenaBytes) }),
        row("  lower bound", { byteCount($0.arenaLowerBoundBytes) }),
      ])
  }

  /// What each pass saved.
  private var savingsSection: AnalysisSection {
    let headings = ["Layers", "MACs", "Other operations", "Activations", "Peak"]
    return AnalysisSection(
      headings: [("Saved by", false)] + headings.map { ($0, true) },
      rows: savings.map { (saving) in
        [
          saving.pass, grouped(saving.saved(\.layers)), grouped(saving.saved(\.macs)),
          grouped(saving.saved(\.otherOperations)), byteCount(saving.saved(\.activationBytes)),
          byteCount(saving.saved(\.peakBytes)),
        ]
      })
  }

  /// Aligned columns, numbers to the right, and below them the network as a whole.
  func table(_ columns: [AnalysisColumn], _ style: Style) -> String {
    let limit = style.width ?? .max
    var grid = grid(columns, CellStyle(times: style.isUnicode ? "\u{D7}" : "x"))
    if grid.width > limit { grid.shortenTexts(to: limit, style) }
    if grid.width > limit {
      grid = self.grid(
        columns, CellStyle(times: style.isUnicode ? "\u{D7}" : "x", isShort: true))
      grid.shortenTexts(to: limit, style)
    }
    let omitted = grid.dropColumns(to: limit)
    var lines = [title, ""] + grid.lines(style)
    if !omitted.isEmpty {
      lines += ["", "Too wide, left out: \(omitted.joined(separator: ", "))"]
    }
    for section in sections {
      var part = TextGrid(section.headings, section.rows, hasTotals: false)
      part.shortenTexts(to: limit, style)
      lines += [""] + part.lines(style)
    }
    lines += reasons.flatMap { ["", $0] }
    return lines.map(\.trimmingTrailingSpaces).joined(separator: "\n") + "\n"
  }

  private func grid(_ columns: [AnalysisColumn], _ style: CellStyle) -> TextGrid {
    let rows = layers.map { cells($0, columns, style) } + [totalCells(columns, style)]
    return TextGrid(columns.map { ($0.heading, $0.isNumeric) }, rows, hasTotals: true)
  }

}

/// Cells in aligned columns.
struct TextGrid {

  private var headings: [(text: String, isNumeric: Bool)]
  private var rows: [[String]]
  /// Whether the last row is apart from the others.
  private let hasTotals: Bool

  init(_ headings: [(text: String, isNumeric: Bool)], _ rows: [[String]], hasTotals: Bool) {
    self.headings = headings
    self.rows = rows
    self.hasTotals = hasTotals
  }

  private static let gap = 2

  private var widths: [Int] {
    headings.indices.map { (column) in
      ([headings[column].text] + rows.map { $0[column] }).map(\.count).max() ?? 0
    }
  }

  /// The characters of the longest line.
  var width: Int { widths.reduce(0, +) + Self.gap * max(headings.count - 1, 0) }

  /// A column of words gets no narrower than this.
  private static let narrowest = 8

  /// Cuts the longest words until a line has `limit` characters, or nothing is left to cut.
  mutating func shortenTexts(to limit: Int, _ style: AnalysisReport.Style) {
    while width > limit {
      let widths = widths
      let widest = headings.indices.filter {
        !headings[$0].isNumeric && widths[$0] > Self.narrowest
      }
      .max { widths[$0] < widths[$1] }
      guard let widest else { return }
      let width = max(widths[widest] - (width - limit), Self.narrowest)
      let mark = style.isUnicode ? "\u{2026}" : ".."
      for row in rows.indices { rows[row][widest] = rows[row][widest].cut(to: width, mark) }
      headings[widest].text = headings[widest].text.cut(to: width, mark)
    }
  }

  /// Leaves out the last columns until a line has `limit` characters, and returns their headings.
  /// The first column stays.
  mutating func dropColumns(to limit: Int) -> [String] {
    var omitted: [String] = []
    while width > limit, headings.count > 1 {
      omitted.insert(headings.removeLast().text, at: 0)
      for row in rows.indices { rows[row].removeLast() }
    }
    return omitted
  }

  func lines(_ style: AnalysisReport.Style) -> [String] {
    let widths = widths
    let dash = style.isUnicode ? "\u{2500}" : "-"
    let rule = widths.map { String(repeating: dash, count: $0) }.joined(separator: "  ")
    var lines = [line(headings.map(\.text), widths), rule]
    lines += rows.dropLast(hasTotals ? 1 : 0).map { line($0, widths) }
    if hasTotals { lines += [rule] + rows.suffix(1).map { line($0, widths) } }
    return lines
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    cells.enumerated().map { (column, cell) in
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return headings[column].isNumeric ? space + cell : cell + space
    }.joined(separator: String(repeating: " ", count: Self.gap))
  }

}

extension String {

  /// The text with its middle left out where it has more than `count` characters.
  fileprivate func cut(to count: Int, _ mark: String) -> String {
    guard self.count > count else { return self }
    let kept = count - mark.count
    return prefix(kept - kept / 2) + mark + suffix(kept / 2)
  }

  var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

}
