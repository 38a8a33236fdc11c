/// Rows of text under columns, in each of the forms of a report but JSON.
struct ReportTable {

  private let columns: [(key: String, heading: String, isNumeric: Bool)]
  private let rows: [[String]]

  init(_ columns: [(key: String, heading: String, isNumeric: Bool)], _ rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The table as text that ends with a line end.
  ///
  /// - Requires: a format of rows and columns.
  func text(_ style: AnalysisReport.Style) -> String {
    let headings = columns.map { (text: $0.heading, isNumeric: $0.isNumeric) }
    switch style.format {
    case .json, .html: preconditionFailure("JSON and pages are no tables")
    case .csv: return Self.csv([columns.map(\.key)] + rows)
    case .markdown: return Self.lines(Self.markdown(headings, rows))
    case .latex:
      return Self.lines(Self.latex(headings, [rows]))
    case .table:
      var grid = TextGrid(headings, rows, hasTotals: false)
      grid.shortenTexts(to: style.width ?? .max, style)
      let omitted = grid.dropColumns(to: style.width ?? .max)
      let note =
        omitted.isEmpty ? [] : ["", "Too wide, left out: \(omitted.joined(separator: ", "))"]
      return Self.lines((grid.lines(style) + note).map(\.trimmingTrailingSpaces))
    }
  }

  static func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

}

// MARK: - Comma-separated values

extension ReportTable {

  /// The text of lines of fields (RFC 4180).
  static func csv(_ lines: [[String]]) -> String {
    lines.map { $0.map(csvField).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func csvField(_ text: String) -> String {
    let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

}

// MARK: - Markdown

extension ReportTable {

  static func markdown(
    _ headings: [(text: String, isNumeric: Bool)], _ rows: [[String]]
  ) -> [String] {
    let rule = "|" + headings.map { $0.isNumeric ? "---:|" : "---|" }.joined()
    return [markdownLine(headings.map(\.text)), rule] + rows.map(markdownLine)
  }

  static func markdownLine(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

}

// MARK: - LaTeX

extension ReportTable {

  /// A table for a paper, with the rules of the package `booktabs`, and one between groups of rows.
  static func latex(
    _ headings: [(text: String, isNumeric: Bool)], _ groups: [[[String]]]
  ) -> [String] {
    let alignment = headings.map { $0.isNumeric ? "r" : "l" }.joined()
    var lines = ["\\begin{tabular}{\(alignment)}", "\\toprule", latexLine(headings.map(\.text))]
    for group in groups { lines += ["\\midrule"] + group.map(latexLine) }
    return lines + ["\\bottomrule", "\\end{tabular}"]
  }

  private static func latexLine(_ cells: [String]) -> String {
    cells.map(latexText).joined(separator: " & ") + " \\\\"
  }

  /// The text with what LaTeX takes for commands said otherwise, and a multiplication sign between the
  /// numbers of shapes and formulas.
  private static func latexText(_ text: String) -> String {
    var result = ""
    let product = /([0-9)] ?)x( ?)(?=[0-9(])/
    for character in text.replacing(product, with: { "\($0.1)\u{D7}\($0.2)" }) {
      switch character {
      case "\u{D7}": result += "$\\times$"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

}
