import CNNIR
import CNNSource

/// Where each value lives while a graph runs.
///
/// Inputs stay where the caller has them. Every other value has a place in one arena, and values
/// that are never alive at the same time share places.
package struct MemoryPlan: Sendable {

  package enum Place: Sendable, Hashable {
    /// The caller's memory of the input with this number.
    case input(Int)
    /// An offset into the arena, in elements.
    case arena(Int)
  }

  /// The number of elements of the arena.
  package private(set) var arenaSize = 0

  private var places: [ValueID: Place] = [:]

  package subscript(value: ValueID) -> Place {
    guard let place = places[value] else { preconditionFailure("the plan is of another graph") }
    return place
  }

  /// How many blocks alive at once a gap is looked for among: more would take time quadratic in them.
  private static let rivalLimit = 1_000

  /// Offsets are multiples of this many elements: a cache line of 64 bytes.
  private static let alignment = 16

  package init(_ graph: Graph) {
    for (index, input) in graph.inputs.enumerated() { places[input.id] = .input(index) }
    let blocks = Self.blocks(of: graph, &places)
    place(blocks)
  }

}

extension MemoryPlan {

  /// Memory that one or several values use in turn, while steps `first` to `last` run.
  private struct Block {
    var values: [ValueID]
    var size: Int
    var first: Int
    var last: Int
  }

  /// Whether 64 bits address the values of `graph` even if none shares its place with another.
  fileprivate static func isPossible(for graph: Graph) -> Bool {
    let bytes = graph.nodes.map { (node) in
      checkedProduct([node.type.shape.elementCount, MemoryLayout<Float>.size]) ?? .max
    }
    return checkedSum(bytes + bytes.map { (_) in alignment * MemoryLayout<Float>.size }) != nil
  }

  /// The blocks that the nodes need; places values that share an input's memory.
  private static func blocks(of graph: Graph, _ places: inout [ValueID: Place]) -> [Block] {
    let nodes = Array(graph.nodes)
    let lastUses = lastUses(nodes, graph)
    var blocks: [Block] = []
    var blockOfValue: [ValueID: Int] = [:]
    for (step, node) in nodes.enumerated() {
      let lastUse = lastUses[node.id] ?? step
      if node.op.isView, let place = places[node.operands[0]] {
        places[node.id] = place
      } else if let block = node.operands.first.flatMap({ blockOfValue[$0] }),
        node.mayOverwriteOperand(endOfOperand: blocks[block].last, at: step),
        // What is added later must still be there then.
        !node.epilogue.compactMap(\.addend).contains(where: { blockOfValue[$0] == block })
      {
        blocks[block].values.append(node.id)
        blocks[block].last = max(blocks[block].last, lastUse)
        blockOfValue[node.id] = block
      } else {
        blockOfValue[node.id] = blocks.count
        let size = node.type.shape.elementCount
        blocks.append(Block(values: [node.id], size: size, first: step, last: lastUse))
      }
    }
    return blocks
  }

  /// The last step that reads each value; outputs are read after all steps.
  private static func lastUses(_ nodes: [Node], _ graph: Graph) -> [ValueID: Int] {
    var lastUses: [ValueID: Int] = [:]
    for (step, node) in nodes.enumerated() {
      for value in node.reads { lastUses[value] = step }
    }
    for output in graph.outputs { lastUses[output.value] = nodes.count }
    return lastUses
  }

  /// Places the largest blocks first, each in the lowest gap that is free while it is needed
  /// (greedy by size, as in Pisarchyk and Lee, 2020).
  private mutating func place(_ blocks: [Block]) {
    var placed = LifetimeIndex(blocks.map { $0.first...$0.last })
    var offsets = Array(repeating: 0, count: blocks.count)
    let order = blocks.indices.sorted {
      (blocks[$0].size, blocks[$1].first) > (blocks[$1].size, blocks[$0].first)
    }
    for index in order {
      let block = blocks[index]
      let rivals = placed.overlaps(with: block.first...block.last, limit: Self.rivalLimit)
      // Among so many, there is room above all of them.
      var offset = rivals == nil ? arenaSize : 0
      for rival in (rivals ?? []).sorted(by: { offsets[$0] < offsets[$1] }) {
        if offset + block.size <= offsets[rival] { break }
        offset = max(offset, Self.aligned(offsets[rival] + blocks[rival].size))
      }
      placed.insert(index)
      offsets[index] = offset
      arenaSize = max(arenaSize, Self.aligned(offset + block.size))
      for value in block.values { places[value] = .arena(offset) }
    }
  }

  private static func aligned(_ offset: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }

}

extension Node {

  /// Whether the node's result may take the memory of its first operand: always for a view, and for
  /// an elementwise op when nobody reads the operand's memory later.
  fileprivate func mayOverwriteOperand(endOfOperand: Int, at step: Int) -> Bool {
    op.isView || (op is any ElementwiseOp && endOfOperand <= step)
  }

}

extension Pass {

  package static let planMemory = Pass(
    "plan-memory", "Gives each value a place in one arena, by lifetime.",
    rule: """
      A value lives from the node that computes it to the last one that reads it, an output to the end. A view is where its
      operand is, and an elementwise op writes over its operand if nobody reads that later.
      """,
    .analysis { (graph, analyses) throws(Diagnostic) in
      guard MemoryPlan.isPossible(for: graph) else {
        let message = "the values take more memory than 64 bits can address"
        throw Diagnostic(.error, "memory-overflow", message, at: .commandLine)
      }
      analyses.memoryPlan = MemoryPlan(graph)
    })

}
