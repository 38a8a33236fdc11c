import CNNIR

/// What analyses found out about a graph. Any change of the graph makes it stale.
package struct Analyses: Sendable {

  package var costs: CostTable?
  package var memoryPlan: MemoryPlan?

  package init() {}

  /// What was found out about `graph`, as comments behind its text.
  package func comments(on graph: Graph) -> String {
    let lines = (costs?.lines(on: graph) ?? []) + (memoryPlan?.lines(on: graph) ?? [])
    return lines.map { "// \($0)\n" }.joined()
  }

}

extension CostTable {

  /// The costs of each node that has some, and of all.
  fileprivate func lines(on graph: Graph) -> [String] {
    func line(_ name: String, _ cost: Cost) -> String {
      "\(name): \(cost.parameters) parameters, \(cost.buffers) in buffers, "
        + "\(cost.multiplyAdds) multiply-adds"
    }
    let counted = graph.nodes.filter { (node) in
      let cost = self[node.id]
      return [cost.parameters, cost.buffers, cost.multiplyAdds] != [0, 0, 0]
    }
    return counted.map { line("%\($0.name)", self[$0.id]) } + [line("total", total)]
  }

}

extension MemoryPlan {

  /// The size of the arena and why it is not smaller, and the place of each value.
  fileprivate func lines(on graph: Graph) -> [String] {
    let places = graph.nodes.map { (node) in
      switch self[node.id] {
      case .input(let index, offset: 0): "%\(node.name): input \(index)"
      case .input(let index, let offset): "%\(node.name): input \(index), from \(offset)"
      case .arena(let offset): "%\(node.name): from \(offset)"
      }
    }
    let moment = peak.node.map { "while %\(graph.name(of: $0)) runs" } ?? "at the end"
    let alive = arenaSize == peak.size ? "all" : "\(peak.size)"
    let size = "arena of \(arenaSize) elements, \(alive) alive \(moment)"
    return [size + (gaps.map { "; \($0)" } ?? "")] + places
  }

  /// Why the arena is larger than what is alive at once, if it is.
  private var gaps: String? {
    if arenaSize == peak.size { return nil }
    let tenths = Int(1_000 * Double(arenaSize - peak.size) / Double(peak.size))
    return "\(tenths / 10).\(tenths % 10) % more, since no value moves while it is alive"
  }

}
