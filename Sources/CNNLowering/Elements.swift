/// The elements of a list or tuple, with the measures that bound the work on them.
struct Elements {

  private(set) var values: [Value] = []

  /// How many values there are, nested ones included and shared ones counted each time.
  private(set) var weight = 0

  /// How deep lists and tuples nest here, this one included.
  private(set) var depth = 1

  /// Whether an error left some value of it unknown.
  private(set) var containsUnknown = false

  /// Whether all are values of the network or lists of some.
  private(set) var areTensors = true

  init(_ values: some Sequence<Value>) {
    for value in values { append(value) }
  }

  var count: Int { values.count }

  /// Where the values are: elsewhere, once they were copied.
  var place: UnsafeRawPointer? {
    values.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
  }

  mutating func append(_ value: Value) {
    values.append(value)
    weight += 1
    containsUnknown = containsUnknown || value.isUnknown
    areTensors = areTensors && value.isTensors
    if let nested = value.parts {
      weight += nested.weight
      depth = max(depth, nested.depth + 1)
    }
  }

  mutating func append(contentsOf other: Elements) {
    values += other.values
    weight += other.weight
    depth = max(depth, other.depth)
    containsUnknown = containsUnknown || other.containsUnknown
    areTensors = areTensors && other.areTensors
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

  /// The values that it is made of: elements, or what a layer with arguments is given.
  var parts: Elements? {
    if case .callable(.partial(let partial)) = self { partial.values } else { elements }
  }

  /// What work with the value costs in steps.
  var weight: Int {
    if case .string(let text) = self { text.utf8.count } else { parts?.weight ?? 1 }
  }

  /// Whether this is a value of the network or a list of some.
  var isTensors: Bool {
    switch self {
    case .tensor, .unknown: true
    case .list(let elements): elements.count > 0 && elements.areTensors
    default: false
    }
  }

}
