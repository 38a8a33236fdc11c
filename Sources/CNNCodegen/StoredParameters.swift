import CNNIR

/// The parameters of the layers as the emitted type stores them: one after the other, each once.
struct StoredParameters {

  /// One parameter: its value, what it belongs to, and how it lies in the array.
  struct Entry {
    let expression: ParameterExpression
    let layer: String
    let offset: Int
    let count: Int
  }

  private(set) var entries: [Entry] = []

  /// The number of elements of all.
  private(set) var count = 0

  private var offsets: [ParameterExpression: Int] = [:]

  init(_ graph: Graph) {
    for node in graph.nodes {
      for (slot, expression) in zip(node.slots(in: graph), node.parameters)
      where offsets[expression] == nil {
        let size = slot.shape.elementCount
        entries.append(
          Entry(expression: expression, layer: node.name, offset: count, count: size))
        offsets[expression] = count
        count += size
      }
    }
  }

  /// The offset of a parameter that some layer reads.
  subscript(expression: ParameterExpression) -> Int { offsets[expression]! }

  /// Whether some parameter is computed from tensors rather than being one.
  var areFolded: Bool {
    entries.contains { (entry) in
      if case .tensor = entry.expression { false } else { true }
    }
  }

}
