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
