/// A table of a page.
package struct PageTable: Sendable {

  package struct Cell: Sendable {
    package var text: String
    /// The number that the cell is sorted by; cells without one are sorted by their texts.
    package var key: Double?

    package init(_ text: String, key: Double? = nil) {
      self.text = text
      self.key = key
    }
  }

  package var headings: [(text: String, isNumeric: Bool)]
  package var rows: [[Cell]]
  /// The line below the others.
  package var totals: [String]

  package init(
    _ headings: [(text: String, isNumeric: Bool)], _ rows: [[Cell]], totals: [String] = []
  ) {
    self.headings = headings
    self.rows = rows
    self.totals = totals
  }

  /// The table as it stands, for reading.
  var plainMarkup: String {
    let head = zip(headings, alignments).map {
      "<th scope=\"col\"\($1)>\(markupText($0.text))</th>"
    }
    return "<table>\n<thead><tr>\(head.joined())</tr></thead>\n<tbody>\n"
      + rows.map { "<tr>\(cells($0))</tr>\n" }.joined() + "</tbody>\n</table>\n"
  }

  /// The table with headings that sort it and rows that can be selected: a panel with a search field.
  func panelMarkup(title: String, noun: String) -> String {
    let head = zip(headings, alignments).map {
      "<th scope=\"col\"\($1)><button type=\"button\">\(markupText($0.text))</button></th>"
    }
    let lines = rows.map {
      "<tr tabindex=\"-1\" aria-selected=\"false\">\(cells($0))</tr>\n"
    }
    let foot = zip(totals, alignments).enumerated().map { (column, cell) in
      column == 0
        ? "<th scope=\"row\"\(cell.1)>\(markupText(cell.0))</th>"
        : "<td\(cell.1)>\(markupText(cell.0))</td>"
    }
    let footer = foot.isEmpty ? "" : "<tfoot><tr>\(foot.joined())</tr></tfoot>\n"
    return """
      <section class="panel" id="table-panel" aria-label="\(title)">
      <div class="head">
      <h2>\(title)</h2><span class="note" id="found" role="status"></span><span class="fill"></span>
      <label class="note" for="filter">Find</label>
      <input id="filter" type="search" placeholder="name, op, size" aria-label="Find \(noun)">
      </div>
      <div class="scroll" id="table">
      <table role="grid" aria-label="\(title)">
      <thead><tr>\(head.joined())</tr></thead>
      <tbody role="rowgroup">
      \(lines.joined())</tbody>
      \(footer)</table>
      </div>
      </section>

      """
  }

  private var alignments: [String] { headings.map { $0.isNumeric ? " class=\"number\"" : "" } }

  private func cells(_ row: [Cell]) -> String {
    zip(row, alignments).enumerated().map { (column, cell) in
      let key = cell.0.key.map { " data-key=\"\(keyText($0))\"" } ?? ""
      let name = column == 0 ? "th scope=\"row\"" : "td"
      return "<\(name)\(cell.1)\(key)>\(markupText(cell.0.text))</\(column == 0 ? "th" : "td")>"
    }.joined()
  }

  private func keyText(_ key: Double) -> String { Int(exactly: key).map { "\($0)" } ?? "\(key)" }

}
