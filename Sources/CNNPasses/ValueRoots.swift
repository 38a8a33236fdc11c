import CNNIR
import CNNOps

/// Which values lie within others, where tensors are row-major: views, slices of channels, and the
/// operands of concatenations.
///
/// The channels of one image follow each other, so that a slice is a part of its operand and an
/// operand a part of its concatenation; in a batch the images of the other parts lie between.
struct ValueRoots {

  /// A place within the memory of a value.
  struct Part: Hashable {
    var root: ValueID
    /// In elements.
    var offset: Int
  }

  private var parts: [ValueID: Part] = [:]

  init(_ graph: Graph) {
    let outputs = Set(graph.outputs.map(\.value))
    for node in graph.nodes {
      if node.op.isView {
        parts[node.id] = self[node.operands[0]]
      } else if let offset = node.offsetInOperand(graph) {
        var part = self[node.operands[0]]
        part.offset += offset
        parts[node.id] = part
      } else if node.op is Concat, node.type.shape[0] == 1 {
        joinOperands(of: node, graph, outputs)
      }
    }
  }

  /// Puts the operands into the result: those that are computed, lie in memory of their own, and are
  /// no outputs, which the caller wants elsewhere.
  private mutating func joinOperands(of node: Node, _ graph: Graph, _ outputs: Set<ValueID>) {
    var offset = 0
    var uses: [ValueID: Int] = [:]
    for operand in node.operands { uses[operand, default: 0] += 1 }
    for operand in node.operands {
      let size = graph.type(of: operand).shape.elementCount
      if uses[operand] == 1, graph.node(operand) != nil, parts[operand] == nil,
        !outputs.contains(operand)
      {
        parts[operand] = Part(root: node.id, offset: offset)
      }
      offset += size
    }
  }

  /// Where a value lies: in memory of its own, or within that of another value, which does so.
  subscript(value: ValueID) -> Part {
    var part = Part(root: value, offset: 0)
    while let outer = parts[part.root] {
      part = Part(root: outer.root, offset: part.offset + outer.offset)
    }
    return part
  }

}

extension Node {

  /// Where the result begins in the first operand, if it is a part of that.
  fileprivate func offsetInOperand(_ graph: Graph) -> Int? {
    guard let slice = op as? Slice, epilogue.isEmpty else { return nil }
    let shape = graph.type(of: operands[0]).shape
    return shape[0] == 1 ? slice.start * shape.dropFirst(2).reduce(1, *) : nil
  }

}
