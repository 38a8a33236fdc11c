import CNNIR
import CNNSource
import CNNSyntax

/// What an expression stands for while a network is built.
enum Value {
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case list(Elements)
  /// Elements, and the label of each that has one.
  indirect case tuple(Elements, labels: [String?])
  case range(Range<Int>)
  /// A value of the graph.
  case tensor(ValueID)
  indirect case callable(Callable)
  /// What an error left behind; using it is no second error.
  case unknown
}

extension Value {

  /// The extents of a shape.
  static func tuple(_ extents: some Sequence<Int>) -> Value {
    let elements = Elements(extents.map(Value.integer))
    return .tuple(elements, labels: Array(repeating: nil, count: elements.count))
  }

  /// What kind of value this is, with its article.
  var kindPhrase: String {
    switch self {
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "a boolean"
    case .string: "a string"
    case .list: "a list"
    case .tuple: "a tuple"
    case .range: "a range"
    case .tensor: "a value of the network"
    case .callable(let callable): callable.kindPhrase
    case .unknown: "unknown"
    }
  }

  /// The value as a user would write it, for messages.
  var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): String(value)
    case .string(let value): quoted(value)
    case .list(let elements): "[\(elements.text)]"
    case .tuple(let elements, _): "(\(elements.text))"
    case .range(let range): "\(range.lowerBound)..<\(range.upperBound)"
    case .callable(let callable): callable.name
    case .tensor, .unknown: kindPhrase
    }
  }

  /// The value of an integer or a number.
  var asDouble: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// Whether an error left the value, or an element of it, unknown.
  var isUnknown: Bool {
    switch self {
    case .unknown: true
    case .list(let elements), .tuple(let elements, _): elements.containsUnknown
    default: false
    }
  }

}

extension Elements {

  /// The first elements as a user would write them.
  fileprivate var text: String {
    let shown = values.prefix(8).map(\.text).joined(separator: ", ")
    return count > 8 ? shown + ", …" : shown
  }

}

// MARK: - Equality

extension Value {

  /// Whether two compile-time values are equal; `nil` when two values of the network are compared,
  /// which have none yet, or what an error left behind. Values of different kinds are unequal.
  func isEqual(to other: Value) -> Bool? {
    switch (self, other) {
    case (.unknown, _), (_, .unknown), (.tensor, .tensor): nil
    case (.integer(let a), .integer(let b)): a == b
    case (.boolean(let a), .boolean(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.range(let a), .range(let b)): a == b
    case (.list(let a), .list(let b)): a.isEqual(to: b)
    case (.tuple(let a, let labels), .tuple(let b, let otherLabels)):
      labels == otherLabels ? a.isEqual(to: b) : false
    case (.callable(let a), .callable(let b)): a.isSame(as: b)
    // As `(10)` is 10, a tuple of one element is that element: `shape == 10` of a flat value.
    case (.tuple(let a, [nil]), _): a.values[0].isEqual(to: other)
    case (_, .tuple(let b, [nil])): isEqual(to: b.values[0])
    default: asDouble != nil && asDouble == other.asDouble
    }
  }

}

extension Elements {

  fileprivate func isEqual(to other: Elements) -> Bool? {
    guard count == other.count else { return false }
    for (a, b) in zip(values, other.values) {
      guard let equal = a.isEqual(to: b) else { return nil }
      if !equal { return false }
    }
    return true
  }

}

// MARK: - Attributes

extension Value {

  /// The value as an attribute, or `nil` when it can be none.
  var attributeValue: AttributeValue? {
    switch self {
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .boolean(let value): return .boolean(value)
    case .string(let value): return .string(value)
    case .list(let elements), .tuple(let elements, _):
      let attributes = elements.values.compactMap(\.attributeValue)
      return attributes.count == elements.count ? .list(attributes) : nil
    case .range, .tensor, .callable, .unknown: return nil
    }
  }

}
