/// The page of several networks: a chart and a table.
package struct ComparisonPage: Sendable {

  package var title: String
  /// What the area of a bubble is.
  package var areaName: String
  package var chart: BubbleChart
  package var table: PageTable

  package init(title: String, areaName: String, chart: BubbleChart, table: PageTable) {
    (self.title, self.areaName, self.chart, self.table) = (title, areaName, chart, table)
  }

  private struct Content: Encodable {
    struct Row: Encodable { var name: String }
    var rows: [Row]
  }

  package func text() throws -> String {
    let label = "\(chart.xName) against \(chart.yName)"
    let body = """
      <body>
      <main class="dashboard compare">
      <header class="page"><div><h1>\(markupText(title))</h1>
      <p>\(markupText(label))</p></div></header>
      <section class="panel" id="chart-panel" aria-label="Chart">
      <div class="head"><h2>\(markupText(label))</h2>
      <span class="note">area of a bubble: \(markupText(areaName))</span></div>
      <div class="chart bubbles" id="chart">
      \(chart.markup(label: label))</div>
      </section>
      \(table.panelMarkup(title: "Networks", noun: "networks"))</main>
      </body>
      """
    let rows = chart.bubbles.map { Content.Row(name: $0.name) }
    let scripts = [Page.selectionScript, Page.tableScript, Page.bubblesScript]
    return try Page(title: title, body: body, data: Content(rows: rows), scripts: scripts).text
  }

}
