import CNNIR
import CNNSource

/// Two networks, layer by layer.
package struct NetworkDifference: Sendable {

  /// What became of a layer.
  package enum Change: String, Sendable {
    case removed = "-"
    case added = "+"
    case changed = "~"
    case same = " "
  }

  package struct Row: Sendable {
    package let change: Change
    /// The layer in the first and in the second network.
    package let layers: (AnalyzedLayer?, AnalyzedLayer?)
  }

  package let networks: (AnalysisReport, AnalysisReport)
  /// The layers of both in order.
  package let rows: [Row]

  package init(_ first: AnalysisReport, _ second: AnalysisReport) {
    networks = (first, second)
    var rows: [Row] = []
    var gap: (removed: [AnalyzedLayer], added: [AnalyzedLayer]) = ([], [])
    func closeGap() {
      rows += Self.rows(gap.removed, gap.added)
      gap = ([], [])
    }
    for step in Self.alignment(first.layers, second.layers) {
      switch step {
      case (let a?, let b?):
        closeGap()
        rows.append(Row(change: .same, layers: (a, b)))
      case (let a?, nil): gap.removed.append(a)
      case (nil, let b?): gap.added.append(b)
      case (nil, nil): break
      }
    }
    closeGap()
    self.rows = rows
  }

  /// Networks of more layers together are aligned by names: what finds the least differences takes time
  /// and memory with the square of their number.
  private static let largestAlignment = 4_000

  /// Pairs of equal layers in order, and between them the others of each network.
  private static func alignment(
    _ first: [AnalyzedLayer], _ second: [AnalyzedLayer]
  ) -> [(AnalyzedLayer?, AnalyzedLayer?)] {
    if first.count + second.count > largestAlignment { return alignmentByName(first, second) }
    let difference = second.map(Signature.init).difference(from: first.map(Signature.init))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var steps: [(AnalyzedLayer?, AnalyzedLayer?)] = []
    var (i, j) = (0, 0)
    while i < first.count || j < second.count {
      if removed.contains(i) {
        steps.append((first[i], nil))
        i += 1
      } else if inserted.contains(j) {
        steps.append((nil, second[j]))
        j += 1
      } else {
        steps.append((first[i], second[j]))
        (i, j) = (i + 1, j + 1)
      }
    }
    return steps
  }

  /// The same for layers of equal names, as far as these are in the same order.
  private static func alignmentByName(
    _ first: [AnalyzedLayer], _ second: [AnalyzedLayer]
  ) -> [(AnalyzedLayer?, AnalyzedLayer?)] {
    let indices = Dictionary(
      second.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { (index, _) in index })
    var steps: [(AnalyzedLayer?, AnalyzedLayer?)] = []
    var next = 0
    for layer in first {
      guard let index = indices[layer.name], index >= next,
        Signature(layer) == Signature(second[index])
      else {
        steps.append((layer, nil))
        continue
      }
      steps += second[next..<index].map { (nil, $0) }
      steps.append((layer, second[index]))
      next = index + 1
    }
    return steps + second[next...].map { (nil, $0) }
  }

  /// The layers between two pairs of equal ones: those of the same op belong together, in order.
  private static func rows(_ removed: [AnalyzedLayer], _ added: [AnalyzedLayer]) -> [Row] {
    var rows: [Row] = []
    var rest = added[...]
    // How many of each op are left, so that none is looked for in vain.
    var left = Dictionary(grouping: added, by: \.op).mapValues(\.count)
    for layer in removed {
      guard left[layer.op, default: 0] > 0 else {
        rows.append(Row(change: .removed, layers: (layer, nil)))
        continue
      }
      while let other = rest.popFirst() {
        left[other.op, default: 0] -= 1
        if other.op == layer.op {
          rows.append(Row(change: .changed, layers: (layer, other)))
          break
        }
        rows.append(Row(change: .added, layers: (nil, other)))
      }
    }
    return rows + rest.map { Row(change: .added, layers: (nil, $0)) }
  }

  /// What of a layer is compared: everything but its name.
  private struct Signature: Hashable {
    let op: String
    let fused: [String]
    let shapes: [[Int]]
    let windows: [[Int]]
    let groups: Int?
    let weightSize: String
    let costs: AnalyzedCosts

    init(_ layer: AnalyzedLayer) {
      op = layer.op
      fused = layer.fused
      shapes = [layer.inputShape, layer.outputShape]
      windows = (layer.windows ?? []).map {
        [$0.kernel, $0.stride, $0.dilation, $0.before, $0.after]
      }
      groups = layer.groups
      weightSize = layer.weightSize
      costs = layer.costs
    }
  }

  /// The differences as text that ends with a line end; all layers, or only those that differ.
  package func text(all: Bool) -> String {
    let shown = rows.filter { all || $0.change != .same }
    let cells = shown.map(\.cells)
    let totals = [networks.0.totals.costs, networks.1.totals.costs]
    let total = [
      "", "Total", "", "", "", signed(totals[1].parameters - totals[0].parameters),
      signed(totals[1].macs - totals[0].macs),
    ]
    let headings: [(text: String, isNumeric: Bool)] = [
      ("", false), ("Layer", false), ("Op", false), ("Output size", false), ("Weight size", false),
      ("Parameters", true), ("MACs", true),
    ]
    let title = "\(networks.0.network) against \(networks.1.network)"
    let same = rows.count { $0.change == .same }
    var lines = ["\(title): \(same) of \(rows.count) layers are equal"]
    if !shown.isEmpty {
      let grid = TextGrid(headings, cells + [total], hasTotals: true)
      lines += [""] + grid.lines(AnalysisReport.Style()).map(\.trimmingTrailingSpaces)
    }
    return lines.joined(separator: "\n") + "\n"
  }

}

/// A difference with its sign.
private func signed(_ number: Int) -> String { (number > 0 ? "+" : "") + grouped(number) }

extension NetworkDifference.Row {

  /// What stands in the row: what changed as `before -> after`, counts as differences.
  fileprivate var cells: [String] {
    let (a, b) = layers
    func text(_ value: (AnalyzedLayer) -> String) -> String {
      let (before, after) = (a.map(value), b.map(value))
      guard let before, let after, before != after else { return before ?? after ?? "" }
      return "\(before) -> \(after)"
    }
    func difference(_ path: KeyPath<AnalyzedCosts, Int>) -> String {
      signed((b?.costs[keyPath: path] ?? 0) - (a?.costs[keyPath: path] ?? 0))
    }
    return [
      change.rawValue, text(\.name), text { ([$0.op] + $0.fused).joined(separator: " + ") },
      text { $0.outputShape.map(String.init).joined(separator: "x") }, text(\.weightSize),
      difference(\.parameters), difference(\.macs),
    ]
  }

}
