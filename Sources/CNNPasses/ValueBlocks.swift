import CNNIR

/// The memory that the values of a graph need while its nodes run in their order: a value lives from
/// its node to the last one that reads it, an output to the end.
struct ValueBlocks {

  /// Memory that one or several values use in turn. Step `n` is node number `n`, and the one behind
  /// the last is when the outputs are read.
  private(set) var blocks: [ArenaPlacement.Block] = []

  /// The number of the block that holds a value; none for what is in the caller's memory.
  private(set) var blockOfValue: [ValueID: Int] = [:]

  /// The number of the input whose memory holds a value: itself or a view of it.
  private(set) var inputOfValue: [ValueID: Int] = [:]

  init(_ graph: Graph) {
    for (index, input) in graph.inputs.enumerated() { inputOfValue[input.id] = index }
    let nodes = Array(graph.nodes)
    let lastUses = Self.lastUses(nodes, graph)
    for (step, node) in nodes.enumerated() {
      let lastUse = lastUses[node.id] ?? step
      if node.op.isView, let input = inputOfValue[node.operands[0]] {
        inputOfValue[node.id] = input
      } else if let block = node.operands.first.flatMap({ blockOfValue[$0] }),
        node.mayOverwriteOperand(endOfOperand: blocks[block].steps.upperBound, at: step),
        // What is added later must still be there then.
        !node.epilogue.compactMap(\.addend).contains(where: { blockOfValue[$0] == block })
      {
        let steps = blocks[block].steps
        blocks[block].steps = steps.lowerBound...max(steps.upperBound, lastUse)
        blockOfValue[node.id] = block
      } else {
        blockOfValue[node.id] = blocks.count
        blocks.append(
          ArenaPlacement.Block(size: node.type.shape.elementCount, steps: step...lastUse))
      }
    }
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

  /// Whether 64 bits address the values of `graph` even if none shares its place with another.
  static func areCountable(_ graph: Graph) -> Bool {
    let bytes = graph.nodes.map { (node) in
      checkedProduct([node.type.shape.elementCount, MemoryLayout<Float>.size]) ?? .max
    }
    let gaps = bytes.map { (_) in ArenaPlacement.alignment * MemoryLayout<Float>.size }
    return checkedSum(bytes + gaps) != nil
  }

}

extension Node {

  /// Whether the node's result may take the memory of its first operand: always for a view, and for
  /// an elementwise op when nobody reads the operand's memory later.
  fileprivate func mayOverwriteOperand(endOfOperand: Int, at step: Int) -> Bool {
    op.isView || (op is any ElementwiseOp && endOfOperand <= step)
  }

}
