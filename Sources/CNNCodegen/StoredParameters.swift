import CNNIR
import CNNPlanning

/// The parameters of the layers as they are stored: row-major, one after the other, each once.
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

  init(_ plan: StepPlan) {
    var places: [String: Int] = [:]
    for parameter in plan.parameters where offsets[parameter.expression] == nil {
      let place = places[parameter.layer] ?? groups.count
      if place == groups.count {
        places[parameter.layer] = place
        groups.append(Group(layer: parameter.layer, entries: []))
      }
      groups[place].entries.append(
        Entry(slot: parameter.slot, shape: parameter.shape, expression: parameter.expression))
      offsets[parameter.expression] = -1
    }
    for entry in groups.flatMap(\.entries) {
      offsets[entry.expression] = count
      count += entry.shape.elementCount
    }
  }

  /// The offset of a parameter that some layer reads.
  subscript(expression: ParameterExpression) -> Int { offsets[expression]! }

  /// Whether some parameter is folded.
  var areFolded: Bool { groups.contains(where: \.isFolded) }

}
