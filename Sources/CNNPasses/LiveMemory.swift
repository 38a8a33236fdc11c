import CNNIR
import CNNSource

/// The memory of the values that are alive while each node runs.
///
/// A value is alive from its node to the last one that reads it, an input from the start, an output to
/// the end. Views and elementwise results that take the memory of their operand count once. Unlike in
/// `MemoryPlan` the inputs count too, and no value is rounded up to cache lines.
package struct LiveMemory: Sendable {

  /// The elements that are alive while each node runs, in order of execution.
  package let sizes: [Int]

  /// The most of them, and the number of the first node that has so many; none in a graph without
  /// nodes.
  package let peak: (node: ValueID?, size: Int)

  /// The elements of the results of all nodes, each counted.
  package let sum: Int

  /// - Throws: when 64 bits do not address all values together.
  package init(_ graph: Graph) throws(Diagnostic) {
    guard ValueBlocks.areCountable(graph) else { throw Pass.memoryOverflow() }
    let nodes = Array(graph.nodes)
    var blocks = ValueBlocks(graph).blocks
    for (index, end) in Self.inputEnds(graph, nodes).enumerated() {
      let size = graph.inputs[index].type.shape.elementCount
      blocks.append(ArenaPlacement.Block(size: size, steps: 0...end))
    }
    var changes = Array(repeating: 0, count: nodes.count + 2)
    for block in blocks {
      changes[block.steps.lowerBound] += block.size
      changes[block.steps.upperBound + 1] -= block.size
    }
    var sizes: [Int] = []
    for change in changes.prefix(nodes.count) { sizes.append((sizes.last ?? 0) + change) }
    self.sizes = sizes
    let index = sizes.indices.max { (sizes[$0], -$0) < (sizes[$1], -$1) }
    peak = (index.map { nodes[$0].id }, index.map { sizes[$0] } ?? 0)
    sum = nodes.reduce(0) { $0 + $1.type.shape.elementCount }
  }

  /// The last step that reads each input's memory: a view of it does too.
  private static func inputEnds(_ graph: Graph, _ nodes: [Node]) -> [Int] {
    var owners: [ValueID: Int] = [:]
    for (index, input) in graph.inputs.enumerated() { owners[input.id] = index }
    var ends = graph.inputs.map { (_) in 0 }
    for (step, node) in nodes.enumerated() {
      for value in node.reads { if let index = owners[value] { ends[index] = step } }
      if node.op.isView, let index = owners[node.operands[0]] { owners[node.id] = index }
    }
    for output in graph.outputs {
      if let index = owners[output.value] { ends[index] = nodes.count }
    }
    return ends
  }

}
