import CNNDrawing
import CNNIR
import CNNOps

extension CompiledNetwork {

  /// Where the layers stand in a picture of the network.
  package var layout: DiagramLayout { DiagramLayout(Diagram(graph)) }

}

extension Diagram {

  /// The inputs, the layers in the order of execution, then the outputs.
  package init(_ graph: Graph) {
    self.init(title: graph.name)
    var boxes: [ValueID: Int] = [:]
    for input in graph.inputs {
      boxes[input.id] = add(
        Box(name: input.name, title: input.name, size: sizeText(input.type), kind: .terminal))
    }
    for node in graph.nodes {
      boxes[node.id] = add(Box(node, in: graph), reading: node.reads.compactMap { boxes[$0] })
    }
    for (name, output) in zip(graph.outputNames, graph.outputs) {
      let box = Box(name: name, title: name, size: "", kind: .terminal)
      _ = add(box, reading: boxes[output.value].map { [$0] } ?? [])
    }
  }

}

extension Diagram.Box {

  fileprivate init(_ node: Node, in graph: Graph) {
    let path = node.name.split(separator: ".", omittingEmptySubsequences: false)
    self.init(
      name: node.name, title: node.summary(in: graph), size: sizeText(node.type),
      kind: Diagram.Kind(node, in: graph), blocks: path.dropLast().map(String.init))
  }

}

/// The extents without the batch.
private func sizeText(_ type: TensorType) -> String {
  type.shape.withoutBatch.extents.map(String.init).joined(separator: "\u{D7}")
}

extension Node {

  /// What the layer does, in few words: `conv 3×3 /2 + relu`.
  fileprivate func summary(in graph: Graph) -> String {
    var words = [op.mnemonic]
    if let windowed = op as? any WindowedOp {
      let windows = windowed.windowAttributes.unchecked(over: graph.type(of: operands[0]))
      words.append(windows.map { String($0.kernel) }.joined(separator: "\u{D7}"))
      let strides = windows.map(\.stride)
      if strides.contains(where: { $0 != 1 }) {
        let isUniform = strides.allSatisfy { $0 == strides[0] }
        let text = (isUniform ? strides.prefix(1) : strides[...]).map { String($0) }
        words.append("/" + text.joined(separator: "\u{D7}"))
      }
    }
    return ([words.joined(separator: " ")] + epilogue.map(\.mnemonic)).joined(separator: " + ")
  }

}

extension Diagram.Kind {

  /// What the op does follows from what it declares.
  fileprivate init(_ node: Node, in graph: Graph) {
    let types = node.operandTypes(in: graph)
    let counts = types.map(\.shape.elementCount)
    if node.op.multiplyAdds(from: types, to: node.type) != 0 {
      self = .weighted
    } else if node.operands.count > 1 {
      self = .join
    } else if !node.op.parameters(for: types).isEmpty {
      self = .affine
    } else if node.op is any ElementwiseOp {
      self = .elementwise
    } else if node.op.isView || node.op.isRearrangement {
      self = .shape
    } else if node.op is any WindowedOp || node.type.shape.elementCount < counts.first ?? 0 {
      self = .pool
    } else {
      self = .other
    }
  }

}
