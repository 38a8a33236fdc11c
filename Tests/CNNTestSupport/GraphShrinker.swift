import CNNIR
import CNNOps

/// Makes a graph that shows a fault smaller for as long as it still shows it.
package struct GraphShrinker {

  /// Whether a graph shows the fault.
  private let fails: (Graph) -> Bool

  package init(_ fails: @escaping (Graph) -> Bool) { self.fails = fails }

  /// The smallest graph that is found step by step from `graph`, which shows the fault.
  package func shrunk(_ graph: Graph) -> Graph {
    var graph = graph
    while let smaller = step(from: graph) { graph = smaller }
    return graph
  }

  /// The first smaller graph that still shows the fault.
  private func step(from graph: Graph) -> Graph? {
    for edit in Self.edits(of: graph) {
      guard let candidate = edit(), candidate.weight < graph.weight, fails(candidate) else {
        continue
      }
      return candidate
    }
    return nil
  }

  /// The changes to try, those first that leave out most.
  private static func edits(of graph: Graph) -> [() -> Graph?] {
    let nodes = graph.nodeIDs
    var edits: [() -> Graph?] = []
    if graph.outputs.count > 1 {
      edits += graph.outputs.map { (output) in { graph.copy(outputs: [output.value]) } }
    }
    // What comes after a node, and what comes before it.
    edits += nodes.map { (node) in { graph.copy(outputs: [node]) } }
    edits += nodes.reversed().map { (node) in { graph.copy(cutting: node) } }
    edits += nodes.flatMap { (node) in
      (graph.node(node)?.reads ?? []).map { (read) in { graph.copy(skipping: node, for: read) } }
    }
    for (index, input) in graph.inputs.enumerated() {
      for axis in input.type.shape.indices {
        edits += [1, input.type.shape[axis] / 2].map { (extent) in
          { graph.resized(input: index, axis: axis, extent) }
        }
      }
    }
    return edits
  }

}

extension Graph {

  /// What a smaller graph has less of: nodes, then outputs, then inputs, then elements.
  fileprivate var weight: (Int, Int, Int, Int) {
    let elements = inputs.map(\.type.shape.elementCount) + nodes.map(\.type.shape.elementCount)
    return (nodeIDs.count, outputs.count, inputs.count, elements.reduce(0, +))
  }

  /// A graph of what leads to the outputs.
  ///
  /// - Parameters:
  ///   - outputs: values to be the outputs, instead of those that are.
  ///   - cut: a node that becomes an input.
  ///   - skipped: a node that is left out, for a value of its type.
  /// - Returns: `nil` where the graph would have no node, or a type does not fit.
  fileprivate func copy(
    outputs: [ValueID]? = nil, cutting cut: ValueID? = nil, skipping skipped: ValueID? = nil,
    for substitute: ValueID? = nil
  ) -> Graph? {
    if let skipped, let substitute, type(of: skipped) != type(of: substitute) { return nil }
    let outputs = outputs?.map { ($0, nil) } ?? self.outputs.map { ($0.value, $0.name) }
    func resolved(_ value: ValueID) -> ValueID { value == skipped ? substitute ?? value : value }
    var needed = Set(outputs.map { resolved($0.0) })
    for node in nodes.reversed() where needed.contains(node.id) && node.id != cut {
      needed.formUnion(node.reads.map(resolved))
    }
    var result = Graph(name: name)
    var values: [ValueID: ValueID] = [:]
    for input in inputs where needed.contains(input.id) {
      values[input.id] = result.addInput(input.name, input.type)
    }
    for tensor in tensors { result.declare(tensor) }
    for node in nodes where needed.contains(node.id) {
      if node.id == cut {
        values[node.id] = result.addInput(node.name, node.type)
        continue
      }
      values[node.id] = result.append(
        node.op, node.operands.compactMap { values[resolved($0)] }, node.parameters,
        epilogue: node.epilogue.map { (step) in
          step.addend.flatMap { values[resolved($0)] }.map { .add($0) } ?? step
        }, type: node.type, name: node.name)
    }
    for (output, name) in outputs {
      guard let value = values[resolved(output)] else { return nil }
      result.addOutput(value, name: outputs.count > 1 ? name : nil)
    }
    return result.nodeIDs.isEmpty || (try? result.verify()) == nil ? nil : result
  }

  /// The graph for an input that has another extent along `axis`, if it works on that.
  fileprivate func resized(input: Int, axis: Int, _ extent: Int) -> Graph? {
    var graph = self
    let type = inputs[input].type
    var extents = type.shape.extents
    extents[axis] = extent
    guard Shape(extents).isValid else { return nil }
    graph.setType(TensorType(Shape(extents), type.element), ofInput: input)
    let isWhole = (try? graph.inferTypes()) != nil && (try? graph.verify()) != nil
    return isWhole ? graph : nil
  }

}
