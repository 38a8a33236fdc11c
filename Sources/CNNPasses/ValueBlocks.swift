import CNNIR

/// The memory that the values of a graph need while its nodes run in their order: a value lives from
/// its node to the last one that reads it, an output to the end.
struct ValueBlocks {

  /// Where a value lies.
  enum Place {
    /// In the caller's memory of an input, from this element on.
    case input(Int, offset: Int)
    /// In a block, from this element on.
    case block(Int, offset: Int)
  }

  /// Memory that one or several values use in turn. Step `n` is node number `n`, and the one behind
  /// the last is when the outputs are read.
  private(set) var blocks: [ArenaPlacement.Block] = []

  private(set) var places: [ValueID: Place] = [:]

  /// The block of each value that has memory of its own.
  private var blockOfRoot: [ValueID: Int] = [:]

  init(_ graph: Graph) {
    let roots = ValueRoots(graph)
    let nodes = Array(graph.nodes)
    let lastUses = Self.lastUses(nodes, graph, roots)
    let inputs = Dictionary(
      uniqueKeysWithValues: graph.inputs.enumerated().map { ($1.id, $0) })
    for (index, input) in graph.inputs.enumerated() {
      places[input.id] = .input(index, offset: 0)
    }
    for (step, node) in nodes.enumerated() {
      let part = roots[node.id]
      if let input = inputs[part.root] {
        places[node.id] = .input(input, offset: part.offset)
      } else {
        let block =
          blockOfRoot[part.root] ?? addBlock(for: part.root, with: node, at: step, graph, lastUses)
        places[node.id] = .block(block, offset: part.offset)
      }
    }
  }

  /// The block for a value whose first part `node` computes at `step`.
  private mutating func addBlock(
    for root: ValueID, with node: Node, at step: Int, _ graph: Graph, _ lastUses: [ValueID: Int]
  ) -> Int {
    let lastUse = lastUses[root] ?? step
    if node.id == root, let block = overwrittenBlock(node, at: step, graph) {
      let steps = blocks[block].steps
      blocks[block].steps = steps.lowerBound...max(steps.upperBound, lastUse)
      blockOfRoot[root] = block
      return block
    }
    blocks.append(
      ArenaPlacement.Block(size: graph.type(of: root).shape.elementCount, steps: step...lastUse))
    blockOfRoot[root] = blocks.count - 1
    return blocks.count - 1
  }

  /// The block of the first operand if the result of `node` may take its memory: for an elementwise
  /// op, when nobody reads that memory later.
  private func overwrittenBlock(_ node: Node, at step: Int, _ graph: Graph) -> Int? {
    guard node.op is any ElementwiseOp,
      case .block(let block, offset: 0) = places[node.operands[0]],
      blocks[block].steps.upperBound <= step,
      blocks[block].size == node.type.shape.elementCount
    else { return nil }
    // What is added later must still be there then.
    let addends = node.epilogue.compactMap(\.addend)
    let isAdded = addends.contains { (addend) in
      if case .block(block, _) = places[addend] { true } else { false }
    }
    return isAdded ? nil : block
  }

  /// The last step that computes or reads a part of each root; outputs are read after all steps.
  private static func lastUses(
    _ nodes: [Node], _ graph: Graph, _ roots: ValueRoots
  ) -> [ValueID: Int] {
    var lastUses: [ValueID: Int] = [:]
    for (step, node) in nodes.enumerated() {
      for value in [node.id] + node.reads { lastUses[roots[value].root] = step }
    }
    for output in graph.outputs { lastUses[roots[output.value].root] = nodes.count }
    return lastUses
  }

  /// Whether 64 bits address the inputs and values of `graph` even if none shares its place with another.
  static func areCountable(_ graph: Graph) -> Bool {
    let types = graph.inputs.map(\.type) + graph.nodes.map(\.type)
    let bytes = types.map { (type) in
      checkedProduct([type.shape.elementCount, MemoryLayout<Float>.size]) ?? .max
    }
    let gaps = bytes.map { (_) in ArenaPlacement.alignment * MemoryLayout<Float>.size }
    return checkedSum(bytes + gaps) != nil
  }

}
