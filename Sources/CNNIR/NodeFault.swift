import CNNSource

/// A constraint that a node breaks.
package struct NodeFault: Error {

  package var node: ValueID
  package var fault: OpFault

  package init(node: ValueID, fault: OpFault) {
    self.node = node
    self.fault = fault
  }

  /// The fault at the place that the node was made from.
  package func diagnostic(in graph: Graph) -> Diagnostic {
    let message = "\(graph.name(of: node)): \(fault.message)"
    let place = graph.node(node)?.range.map(Diagnostic.Place.source) ?? .commandLine
    return Diagnostic(.error, fault.constraint, message, at: place)
  }

}

extension Graph {

  /// Checks that each parameter still has the shape that its slot needs, after other inputs: a
  /// tensor that nodes share, or that is folded with others, cannot follow them.
  ///
  /// - Throws: the first node with a parameter of another shape.
  package func checkParameters() throws(NodeFault) {
    for node in nodes {
      for (slot, parameter) in zip(node.slots(in: self), node.parameters) {
        let shape = parameter.shape { tensor(named: $0)?.shape }
        if shape == slot.shape { continue }
        let message =
          "these inputs need a \(slot.name) of \(slot.shape), and the one here cannot change"
        throw NodeFault(node: node.id, fault: OpFault(.node, "wrong-parameters", message))
      }
    }
  }

}
