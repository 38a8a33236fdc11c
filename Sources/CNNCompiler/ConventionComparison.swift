import CNNIR
import CNNSource

/// Why two conventions come to different totals, op class by op class.
package struct ConventionComparison: Sendable {

  /// The layers of one op.
  package struct Row: Sendable {
    package let op: String
    package let layers: Int
    package let counts: [Int]
    /// The rules in words.
    package let rules: [String]
  }

  package let network: String
  package let conventions: [CountingConvention]
  /// The ops that count in one of the conventions, by the size of the difference.
  package let rows: [Row]
  package let totals: [Int]

  /// - Throws: a `Diagnostic` when a count exceeds 64 bits.
  package init(_ graph: Graph, _ first: CountingConvention, _ second: CountingConvention) throws {
    network = graph.name
    conventions = [first, second]
    var layers: [String: Int] = [:]
    var counts: [String: [Int]] = [:]
    for node in graph.nodes {
      let op = node.op.mnemonic
      layers[op, default: 0] += 1
      counts[op] = try zip(conventions, counts[op] ?? [0, 0]).map { (convention, sum) in
        guard let own = convention.count(node, in: graph), let sum = checkedSum([sum, own])
        else { throw countOverflow(at: node) }
        return sum
      }
    }
    let sums = conventions.indices.map { (index) in checkedSum(counts.values.map { $0[index] }) }
    guard let one = sums[0], let other = sums[1] else { throw countOverflow(at: nil) }
    totals = [one, other]
    let pair = self.conventions
    rows = counts.filter { $0.value != [0, 0] }.map { (op, counts) in
      let rules = pair.map { $0.rule(for: op)?.words ?? "nothing" }
      return Row(op: op, layers: layers[op] ?? 0, counts: counts, rules: rules)
    }.sorted { ($1.difference, $0.op) < ($0.difference, $1.op) }
  }

  /// The comparison as aligned text that ends with a line end.
  package var text: String {
    let names = conventions.map(\.rawValue)
    let headings: [(text: String, isNumeric: Bool)] =
      [("Op", false), ("Layers", true)] + (names + ["Difference"]).map { ($0, true) }
    let cells = rows.map { (row) in
      [row.op, grouped(row.layers)] + row.counts.map { grouped($0) }
        + [grouped(row.counts[1] - row.counts[0])]
    }
    let total = ["Total", ""] + totals.map { grouped($0) } + [grouped(totals[1] - totals[0])]
    let grid = TextGrid(headings, cells + [total], hasTotals: true)
    var lines = ["\(network): \(names[0]) against \(names[1])", ""]
    lines += conventions.map { "\($0.rawValue): \($0.source)" } + [""]
    lines += grid.lines(AnalysisReport.Style()).map(\.trimmingTrailingSpaces)
    let differing = rows.filter { $0.counts[0] != $0.counts[1] }
    if !differing.isEmpty { lines.append("") }
    for row in differing {
      lines.append("\(row.op): \(names[0]) counts \(row.rules[0]); \(names[1]) \(row.rules[1])")
    }
    return lines.joined(separator: "\n") + "\n"
  }

}

extension ConventionComparison.Row {

  fileprivate var difference: Int { abs(counts[1] - counts[0]) }

}
