/// The elements of a list or tuple, with the measures that bound the work on them.
struct Elements {

  private(set) var values: [Value] = []

  /// How many values there are, nested ones included and shared ones counted each time.
  private(set) var weight = 0

  /// How deep lists and tuples nest here, this one included.
  private(set) var depth = 1

  /// Whether an error left some value of it unknown.
  private(set) var containsUnknown = false

  init(_ values: some Sequence<Value>) {
    for value in values { append(value) }
  }

  var count: Int { values.count }

  mutating func append(_ value: Value) {
    values.append(value)
    weight += 1
    containsUnknown = containsUnknown || value.isUnknown
    if let nested = value.elements {
      weight += nested.weight
      depth = max(depth, nested.depth + 1)
    }
  }

  mutating func append(contentsOf other: Elements) {
    values += other.values
    weight += other.weight
    depth = max(depth, other.depth)
    containsUnknown = containsUnknown || other.containsUnknown
  }

}

extension Value {

  /// The elements of a list or tuple.
  var elements: Elements? {
    switch self {
    case .list(let elements), .tuple(let elements, _): elements
    default: nil
    }
  }

  /// What work with the value costs in steps.
  var weight: Int {
    switch self {
    case .list(let elements), .tuple(let elements, _): elements.weight
    case .string(let text): text.utf8.count
    default: 1
    }
  }

}
