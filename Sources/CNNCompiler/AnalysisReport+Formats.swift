import CNNSource

extension AnalysisReport {

  /// A form of the report as text.
  public enum Format: String, CaseIterable, Sendable {
    /// Aligned columns.
    case table
    /// A Markdown table.
    case markdown
    /// Comma-separated values (RFC 4180).
    case csv
    /// The object that `Docs/analysis.md` describes.
    case json
    /// A LaTeX table with the rules of the package `booktabs`.
    case latex
    /// A page with the graph, the table, what layers take and where values lie, for browsers.
    case html
  }

  /// How a report is written.
  package struct Style: Sendable {
    package var format = Format.table
    /// The columns; those that are usual for the format when `nil`.
    package var columns: [AnalysisColumn]?
    /// The characters of a line that a table has to fit, if it has to.
    package var width: Int?
    /// Whether a table may have other characters than ASCII's.
    package var isUnicode = false

    package init() {}
    package init(_ format: Format) { self.format = format }
  }

  /// The report as text that ends with a line end.
  ///
  /// - Throws: when a count exceeds 64 bits.
  public func text(_ format: Format) throws(DiagnosticReport) -> String {
    try DiagnosticReport.catching { try text(Style(format)) }
  }

  /// The report as text that ends with a line end.
  package func text(_ style: Style = Style()) throws -> String {
    let columns =
      style.columns
      ?? AnalysisColumn.standard(for: style.format)
      + (roofline == nil ? [] : AnalysisColumn.estimates)
    switch style.format {
    case .table: return table(columns, style)
    case .markdown: return markdown(columns)
    case .csv: return csv(columns)
    case .json: return try jsonText(self)
    case .latex: return latex(columns)
    case .html: return try page(columns).text()
    }
  }

  /// The network and what is said about it.
  var title: String { "\(network), \(subtitle)" }

  /// The inputs and, unless it is 1, the batch that the counts are for.
  var subtitle: String {
    let shapes = inputs.map { (input) in
      let shape = input.shape.map(String.init).joined(separator: "x")
      return inputs.count == 1 ? shape : "\(input.name) \(shape)"
    }
    let noun = inputs.count == 1 ? "input" : "inputs"
    var text = "\(noun) \(shapes.joined(separator: ", "))"
    if batch != 1 { text += ", batch \(batch)" }
    if convention != .cnnc { text += ", MACs as \(convention.rawValue) counts" }
    return isOptimized ? text + ", optimised" : text
  }

  /// The cells of a layer; in a table for people the fused ops stand beside the op.
  func cells(
    _ layer: AnalyzedLayer, _ columns: [AnalysisColumn], _ style: CellStyle
  ) -> [String] {
    columns.map { (column) in
      let text = style.text(column.cell(layer, totals.costs))
      return column == .op ? ([text] + layer.fused).joined(separator: " + ") : text
    }
  }

  func totalCells(_ columns: [AnalysisColumn], _ style: CellStyle) -> [String] {
    columns.enumerated().map { (index, column) in
      let cell = column.total(totals)
      // Without a column of names the first one that has no total says what the line is.
      if index == 0, !column.isNumeric { return "Total" }
      return column == .layer ? "" : style.text(cell)
    }
  }

  /// One line for each layer, under the names of the columns.
  private func csv(_ columns: [AnalysisColumn]) -> String {
    let style = CellStyle(separator: nil)
    let lines = layers.map { (layer) in
      columns.map { (column) in
        let isBlock = column == .op && layer.layerCount > 1
        return isBlock ? layer.op : style.text(column.cell(layer, totals.costs))
      }
    }
    return ReportTable.csv([columns.map(\.key)] + lines)
  }

  private func markdown(_ columns: [AnalysisColumn]) -> String {
    let style = CellStyle()
    let headings = columns.map { (text: $0.heading, isNumeric: $0.isNumeric) }
    var lines = ["**\(title)**", ""]
    lines += ReportTable.markdown(headings, layers.map { cells($0, columns, style) })
    let totals = zip(totalCells(columns, style), columns).map { (text, column) in
      column.isNumeric && !text.isEmpty ? "**\(text)**" : text
    }
    lines.append(ReportTable.markdownLine(totals))
    for section in sections { lines += [""] + ReportTable.markdown(section.headings, section.rows) }
    lines += reasons.flatMap { ["", $0] }
    return ReportTable.lines(lines)
  }

  private func latex(_ columns: [AnalysisColumn]) -> String {
    let style = CellStyle()
    let rows = layers.map { cells($0, columns, style) }
    let headings = columns.map { (text: $0.heading, isNumeric: $0.isNumeric) }
    let lines = ReportTable.latex(headings, [rows, [totalCells(columns, style)]])
    return ReportTable.lines(["% \(title); needs \\usepackage{booktabs}"] + lines)
  }

}
