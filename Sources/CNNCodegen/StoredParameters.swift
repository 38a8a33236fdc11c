import CNNIR

/// The parameters of the layers as the emitted type stores them: one after the other, each once.
struct StoredParameters {

  /// One parameter: what it is called in its layer, its shape, and its value.
  struct Entry {
    let slot: String
    let shape: Shape
    let expression: ParameterExpression

    /// Whether the parameter is computed from tensors rather than being one.
    var isFolded: Bool {
      if case .tensor = expression { false } else { true }
    }
  }

  /// The parameters that a layer is the first to read, in order.
  struct Group {
    let layer: String
    var entries: [Entry]

    var isFolded: Bool { entries.contains(where: \.isFolded) }
  }

  private(set) var groups: [Group] = []

  /// The number of elements of all.
  private(set) var count = 0

  private var offsets: [ParameterExpression: Int] = [:]

  init(_ graph: Graph) {
    for node in graph.nodes {
      var group = Group(layer: node.name, entries: [])
      for (slot, expression) in zip(node.slots(in: graph), node.parameters)
      where offsets[expression] == nil {
        group.entries.append(Entry(slot: slot.name, shape: slot.shape, expression: expression))
        offsets[expression] = count
        count += slot.shape.elementCount
      }
      if !group.entries.isEmpty { groups.append(group) }
    }
  }

  /// The offset of a parameter that some layer reads.
  subscript(expression: ParameterExpression) -> Int { offsets[expression]! }

  /// Whether some parameter is folded.
  var areFolded: Bool { groups.contains(where: \.isFolded) }

}
