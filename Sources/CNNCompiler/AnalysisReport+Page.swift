import CNNDrawing
import CNNIR
import CNNPasses
import CNNSource

extension AnalysisReport {

  /// The report as a page for browsers.
  func page(_ columns: [AnalysisColumn]) -> AnalysisPage {
    let graph = analyzed.graph
    // The boxes are the inputs, the layers, then the outputs.
    let count = graph.inputs.count
    let boxes = boxesOfRows(from: count)
    let rows = zip(layers, boxes).map { AnalysisPage.Row($0, boxes: $1, facts: facts($0)) }
    let layout = DiagramLayout(Diagram(graph))
    var page = AnalysisPage(
      title: network, subtitle: subtitle, table: pageTable(columns), layout: layout, rows: rows,
      stepOfBox: layout.diagram.boxes.indices.map { max($0 - count, 0) },
      memory: AnalysisPage.Memory(analyzed, boxesFrom: count), input: analyzed.fieldExtents)
    page.totals = pageTotals
    page.sections = sections.map { (section) in
      PageTable(section.headings, section.rows.map { $0.map { PageTable.Cell($0) } })
    }
    page.notes = reasons
    page.depth = depth
    return page
  }

  /// The boxes of each row: one, or those of a block.
  private func boxesOfRows(from first: Int) -> [[Int]] {
    guard let depth else { return layers.indices.map { [first + $0] } }
    var numbers: [String: Int] = [:]
    var boxes: [[Int]] = []
    for (step, node) in analyzed.graph.nodes.enumerated() {
      let name = AnalyzedLayer.blockName(of: node.name, depth: depth)
      let row = numbers[name] ?? boxes.count
      numbers[name] = row
      if row == boxes.count { boxes.append([]) }
      boxes[row].append(first + step)
    }
    return boxes
  }

  /// What the panel of a layer says.
  private func facts(_ layer: AnalyzedLayer) -> [[String]] {
    let columns: [AnalysisColumn] = [
      .layer, .op, .inputShape, .outputShape, .kernel, .stride, .padding, .dilation, .groups,
      .weightSize, .parameters, .macs, .arithmeticIntensity, .liveBytes,
    ]
    let texts = cells(layer, columns, CellStyle(times: "\u{D7}"))
    let isPlain: [AnalysisColumn: String] = [.dilation: "1\u{D7}1", .groups: "1"]
    return zip(columns, texts).filter { !$0.1.isEmpty && $0.1 != isPlain[$0.0] }.map {
      [$0.heading, $1]
    }
  }

  private func pageTable(_ columns: [AnalysisColumn]) -> PageTable {
    let style = CellStyle(times: "\u{D7}")
    let rows = layers.enumerated().map { (number, layer) in
      [PageTable.Cell("\(number + 1)", key: Double(number))]
        + zip(columns, cells(layer, columns, style)).map { (column, text) in
          PageTable.Cell(text, key: column.cell(layer, totals.costs).sortKey)
        }
    }
    return PageTable(
      [("#", true)] + columns.map { ($0.heading, $0.isNumeric) }, rows,
      totals: [""] + totalCells(columns, style))
  }

  private var pageTotals: [(name: String, value: String)] {
    [
      ("Layers", grouped(totals.layerCount)), ("Depth", grouped(totals.depth)),
      ("Parameters", grouped(totals.costs.parameters)), ("MACs", grouped(totals.costs.macs)),
      ("Weights", byteCount(totals.costs.weightBytes)),
      ("Peak activations", byteCount(totals.peakBytes)), ("Arena", byteCount(totals.arenaBytes)),
    ]
  }

}

extension AnalysisCell {

  /// The number that a cell is sorted by; of extents their product.
  var sortKey: Double? {
    switch self {
    case .none, .text, .formula: nil
    case .count(let count): Double(count)
    case .share(let part, let whole): whole == 0 ? 0 : Double(part) / Double(whole)
    case .number(let number): number
    case .extents(let extents, _): extents.isEmpty ? nil : extents.reduce(1, *)
    }
  }

}

extension AnalysisPage.Row {

  fileprivate init(_ layer: AnalyzedLayer, boxes: [Int], facts: [[String]]) {
    let field = layer.field.map {
      AnalysisPage.Field(
        sizes: $0.sizes, strides: $0.strides, paddings: $0.paddings, centers: $0.centers,
        isPartial: $0.strides != nil && $0.hasConstantPart)
    }
    self.init(
      name: layer.name, boxes: boxes, parameters: layer.costs.parameters, macs: layer.costs.macs,
      memory: layer.liveBytes, facts: facts, shape: layer.outputShape, field: field)
  }

}

extension AnalysisPage.Memory {

  /// - Parameter first: the number of the first layer's box.
  fileprivate init(_ analyzed: AnalyzedGraph, boxesFrom first: Int) {
    let nodes = analyzed.graph.nodeIDs
    let steps = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0) })
    let size = MemoryLayout<Float>.size
    self.init(
      slots: analyzed.plan.slots.map { (slot) in
        Slot(
          offset: slot.offset * size, size: slot.size * size, first: slot.steps.lowerBound,
          last: slot.steps.upperBound,
          boxes: slot.values.compactMap { steps[$0] }.map { $0 + first })
      },
      steps: nodes.count + 1, arena: analyzed.plan.arenaSize * size,
      lowerBound: analyzed.plan.peak.size * size)
  }

}

extension AnalyzedGraph {

  /// The extents of the first input along the axes that receptive fields are of.
  fileprivate var fieldExtents: [Int] {
    graph.inputs.first.map { (input) in fields.inputAxes.map { input.type.shape[$0] } } ?? []
  }

}
