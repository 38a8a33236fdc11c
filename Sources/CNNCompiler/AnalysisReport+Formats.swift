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
  }

  /// The report as text that ends with a line end.
  public func text(_ format: Format) throws -> String {
    switch format {
    case .table: table
    case .markdown: markdown
    case .csv: csv
    case .json: try jsonText(self)
    }
  }

  private static let headings = [
    "Layer", "Op", "Output size", "Weight size", "Parameters", "MACs",
  ]

  /// The cells of a layer, with numbers written by `number`.
  private func cells(_ layer: Layer, _ number: (Int) -> String) -> [String] {
    [
      layer.name, ([layer.op] + layer.fused).joined(separator: " + "),
      layer.outputShape.map(String.init).joined(separator: "x"),
      layer.weightSize, number(layer.parameters), number(layer.macs),
    ]
  }

  private func totalCells(_ number: (Int) -> String) -> [String] {
    ["Total", "", "", "", number(totals.parameters), number(totals.macs)]
  }

  /// The network, its inputs and, unless it is 1, the batch that the multiply-adds are for.
  private var title: String {
    let shapes = inputs.map { (input) in
      let shape = input.shape.map(String.init).joined(separator: "x")
      return inputs.count == 1 ? shape : "\(input.name) \(shape)"
    }
    let noun = inputs.count == 1 ? "input" : "inputs"
    let text = "\(network), \(noun) \(shapes.joined(separator: ", "))"
    return batch == 1 ? text : text + ", batch \(batch)"
  }

  /// Aligned columns, numbers to the right.
  private var table: String {
    let rows = layers.map { cells($0, { grouped($0) }) }
    let total = totalCells { grouped($0) }
    let widths = Self.headings.indices.map { (column) in
      ([Self.headings, total] + rows).map { $0[column].count }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    var lines = [title, "", line(Self.headings, widths), rule]
    lines += rows.map { line($0, widths) }
    lines += [rule, line(total, widths)]
    if totals.buffers > 0 { lines += ["", "Buffers (not trained): \(grouped(totals.buffers))"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.enumerated().map { (column, cell) in
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return column < 4 ? cell + space : space + cell
    }
    return padded.joined(separator: "  ").trimmingTrailingSpaces
  }

  private var markdown: String {
    var lines = ["**\(title)**", ""]
    lines.append(markdownLine(Self.headings))
    lines.append("|---|---|---|---|---:|---:|")
    lines += layers.map { markdownLine(cells($0, { grouped($0) })) }
    lines.append(markdownLine(totalCells { "**\(grouped($0))**" }))
    if totals.buffers > 0 { lines += ["", "Buffers (not trained): \(grouped(totals.buffers))"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func markdownLine(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  /// Comma-separated values with one line for each layer (RFC 4180), named as in the JSON.
  private var csv: String {
    let header = "name,op,outputShape,parameters,buffers,macs,weightSize,fused"
    let lines = layers.map { (layer) in
      let shape = layer.outputShape.map(String.init).joined(separator: "x")
      let numbers = [layer.parameters, layer.buffers, layer.macs].map(String.init)
      let fields = [layer.name, layer.op, shape] + numbers + [layer.weightSize]
      return (fields + [layer.fused.joined(separator: " ")]).map(csvField).joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\r\n") + "\r\n"
  }

  private func csvField(_ text: String) -> String {
    let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

}

extension String {

  var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

}
