extension AnalysisPage {

  /// The elements of the page; the scripts fill the pictures.
  func body(open: Int) -> String {
    """
    <body>
    <main class="dashboard analysis">
    \(header)\(graphPanel(open: open))\(chartPanels)\
    \(table.panelMarkup(title: "Layers", noun: "layers"))</main>
    <noscript><p>The table can be read without scripts; the pictures need them.</p></noscript>
    </body>
    """
  }

  private var header: String {
    let numbers = totals.map {
      "<div><dt>\(markupText($0.name))</dt><dd>\(markupText($0.value))</dd></div>"
    }
    let lines = notes.map { "<p>\(markupText($0))</p>\n" }
    return """
      <header class="page">
      <div><h1>\(markupText(title))</h1><p>\(markupText(subtitle))</p></div>
      <dl class="totals">\(numbers.joined())</dl>
      <details class="more"><summary>All totals</summary>
      <div>\(sections.map(\.plainMarkup).joined(separator: "<br>"))\(lines.joined())</div>
      </details>
      </header>

      """
  }

  private func graphPanel(open: Int) -> String {
    let deepest = layout.scopes.map(\.depth).max() ?? 0
    let levels = (0...deepest).map {
      "<option value=\"\($0)\"\($0 == min(open, deepest) ? " selected" : "")>\($0)</option>"
    }
    let kinds = Diagram.Kind.allCases.filter { (kind) in
      layout.diagram.boxes.contains { $0.kind == kind }
    }
    let legend = kinds.map { "<li><i class=\"kind-\($0.rawValue)\"></i>\($0.label)</li>" }
    func button(_ action: String, _ text: String, _ label: String) -> String {
      "<button type=\"button\" data-action=\"\(action)\" aria-label=\"\(label)\">\(text)</button>"
    }
    return """
      <section class="panel" id="graph-panel" aria-label="Graph">
      <div class="head">
      <h2>Graph</h2><span class="fill"></span>
      <label class="note" for="levels">Levels</label>
      <select id="levels" aria-label="Open levels of blocks">\(levels.joined())</select>
      \(button("open", "Open all", "Open all blocks"))
      \(button("close", "Close all", "Close all blocks"))
      \(button("smaller", "\u{2212}", "Smaller"))
      \(button("larger", "+", "Larger"))
      \(button("fit", "Fit", "Fit to the width"))
      </div>
      <div class="scroll" id="graph"></div>
      <ul class="legend">\(legend.joined())</ul>
      </section>

      """
  }

  private var chartPanels: String {
    """
    <div class="pair">
    <section class="panel" aria-label="Cost over depth">
    <div class="head"><h2>Cost over depth</h2><span class="note">each bar a layer, in order</span></div>
    <div class="chart" id="bars" tabindex="0" role="slider" aria-label="Layer" aria-valuemin="1"
      aria-valuemax="\(rows.count)" aria-valuenow="1"></div>
    </section>
    <section class="panel" aria-label="Selected layer">
    <div class="head"><h2>Layer</h2><span class="note">and what of the input it sees</span></div>
    <div id="layer" aria-live="polite"></div>
    </section>
    </div>
    <section class="panel" aria-label="Memory plan">
    <div class="head"><h2>Memory</h2>
    <span class="note">a box for each value: from left to right while it is needed, from bottom to \
    top where it lies in the arena</span></div>
    <div class="chart" id="memory"></div>
    </section>

    """
  }

}
