import CNNDrawing

extension NetworkComparison {

  /// The comparison as a page for browsers: parameters against multiply-adds, and the table.
  var page: ComparisonPage {
    let bubbles = reports.map { (report) in
      BubbleChart.Bubble(
        name: label(of: report), x: report.totals.parameters, y: report.totals.macs,
        area: report.totals.peakBytes,
        note: "\(label(of: report)): \(shortened(report.totals.parameters)) parameters, "
          + "\(shortened(report.totals.macs)) MACs, \(byteCount(report.totals.peakBytes)) at the peak"
      )
    }
    return ComparisonPage(
      title: reports.count == 1 ? "1 network" : "\(reports.count) networks",
      areaName: "bytes of activations alive at the peak",
      chart: BubbleChart(bubbles, xName: "Parameters", yName: "MACs"), table: pageTable)
  }

  /// The name of a network, with its input where another one has the same name.
  private func label(of report: AnalysisReport) -> String {
    guard reports.count(where: { $0.network == report.network }) > 1 else { return report.network }
    return "\(report.network) \(CellStyle(times: "\u{D7}").text(Column.input.cell(report)))"
  }

  private var pageTable: PageTable {
    let style = CellStyle(times: "\u{D7}")
    let columns = Column.allCases
    let rows = reports.map { (report) in
      columns.map { (column) in
        let cell = column.cell(report)
        return PageTable.Cell(style.text(cell), key: cell.sortKey)
      }
    }
    let headings = columns.map { (column) in
      (text: column.heading, isNumeric: ![.network, .input].contains(column))
    }
    return PageTable(headings, rows)
  }

}
