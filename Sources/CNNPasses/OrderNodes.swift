import CNNIR
import CNNSource

extension Pass {

  package static let orderNodes = Pass(
    "order-nodes", "Runs the branches of a graph in the order that needs the least memory at once.",
    rule: """
      Tries two other orders: depth first, of several operands first the one whose computation needs most beyond its result
      (Sethi and Ullman, 1970; Liu, 1987), and step by step what makes the memory in use grow least. The order changes only if
      the values that are alive at once take less at the peak than before; a node stays behind all that it reads.
      """,
    .transformation { (graph, _) throws(Diagnostic) in
      guard ValueBlocks.areCountable(graph) else { throw memoryOverflow() }
      guard graph.hasBranches else { return }
      var least = graph.memoryPeak
      while let order = graph.order(belowPeak: least) {
        graph.setOrder(order)
        least = graph.memoryPeak
      }
    })

}

extension Graph {

  /// The elements that the values alive at once take, at most.
  fileprivate var memoryPeak: Int { ArenaPlacement.Peak(of: ValueBlocks(self).blocks).size }

  /// Whether there may be several orders: some node reads, or some value is read by, several nodes.
  fileprivate var hasBranches: Bool {
    outputs.count > 1 || nodeIDs.contains { useCount(of: $0) > 1 }
      || nodes.contains { Set($0.reads).count > 1 }
  }

  /// The best other order whose peak is below `limit`.
  fileprivate func order(belowPeak limit: Int) -> [ValueID]? {
    let dependencies = Dependencies(self)
    var best: (order: [ValueID], peak: Int)?
    for positions in [dependencies.depthFirst(), dependencies.leastGrowth()].compactMap(\.self) {
      let order = positions.map { dependencies.nodes[$0] }
      if order == dependencies.nodes { continue }
      var candidate = self
      candidate.setOrder(order)
      let peak = candidate.memoryPeak
      if peak < best?.peak ?? limit { best = (order, peak) }
    }
    return best?.order
  }

}

/// Which nodes read which, by their positions in the order of execution.
private struct Dependencies {

  let nodes: [ValueID]

  /// The nodes that each node reads, once each.
  private var reads: [[Int]] = []
  /// The nodes that read each node, once each.
  private var readers: [[Int]] = []
  private var isOutput: [Bool] = []

  /// The elements that each value has, and those that are new memory.
  private var sizes: [Int] = []
  private var growths: [Int] = []

  init(_ graph: Graph) {
    nodes = graph.nodeIDs
    var positions: [ValueID: Int] = [:]
    for (position, id) in nodes.enumerated() { positions[id] = position }
    readers = Array(repeating: [], count: nodes.count)
    for (position, node) in graph.nodes.enumerated() {
      let values = Set(node.reads.compactMap { positions[$0] }).sorted()
      reads.append(values)
      for value in values { readers[value].append(position) }
      let size = node.type.shape.elementCount
      sizes.append(size)
      growths.append(node.op.isView ? 0 : size)
      isOutput.append(graph.isOutput(node.id))
    }
  }

  /// The nodes depth first: before each what it reads, the one first that needs most beyond what it
  /// leaves.
  func depthFirst() -> [Int]? {
    var needs: [Int] = []
    var ordered: [[Int]] = []
    for position in nodes.indices {
      let operands = reads[position].sorted {
        (sizes[$0] - needs[$0], $0) < (sizes[$1] - needs[$1], $1)
      }
      var held = 0
      var need = 0
      for operand in operands {
        need = max(need, held + needs[operand])
        held += sizes[operand]
      }
      needs.append(max(need, held + growths[position]))
      ordered.append(operands)
    }
    let roots = nodes.indices.filter { readers[$0].isEmpty }
      .sorted { (sizes[$0] - needs[$0], $0) < (sizes[$1] - needs[$1], $1) }
    return visit(roots, ordered)
  }

  /// The roots, each after what it needs.
  private func visit(_ roots: [Int], _ operands: [[Int]]) -> [Int] {
    var order: [Int] = []
    var isVisited = Array(repeating: false, count: nodes.count)
    var stack: [(position: Int, isReady: Bool)] = roots.reversed().map { ($0, false) }
    while let (position, isReady) = stack.popLast() {
      if isReady {
        order.append(position)
      } else if !isVisited[position] {
        isVisited[position] = true
        stack.append((position, true))
        stack += operands[position].reversed().map { ($0, false) }
      }
    }
    return order
  }

  /// How many nodes may be ready at once: more would take time quadratic in them.
  private static let readyLimit = 500

  /// Step by step the node that makes the memory in use grow least, or `nil` where too many could be
  /// next.
  func leastGrowth() -> [Int]? {
    var order: [Int] = []
    var missing = reads.map(\.count)
    var unread = readers.map(\.count)
    var ready = nodes.indices.filter { missing[$0] == 0 }
    while !ready.isEmpty {
      guard ready.count <= Self.readyLimit else { return nil }
      let choices = ready.indices.map { (growth(of: ready[$0], unread), ready[$0], $0) }
      guard let (_, next, index) = choices.min(by: <) else { return nil }
      ready.remove(at: index)
      order.append(next)
      for value in reads[next] { unread[value] -= 1 }
      for reader in readers[next] {
        missing[reader] -= 1
        if missing[reader] == 0 { ready.append(reader) }
      }
    }
    return order
  }

  /// How much more memory is in use after a node than before it.
  private func growth(of position: Int, _ unread: [Int]) -> Int {
    let freed = reads[position].filter { unread[$0] == 1 && !isOutput[$0] }
    return sizes[position] - freed.reduce(0) { $0 + sizes[$1] }
  }

}
