/// The value of an op's attribute as the readers and printers see it.
package enum AttributeValue: Sendable, Hashable {
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case list([AttributeValue])
}

extension AttributeValue: CustomStringConvertible {

  /// The value as IR text and diagnostics write it.
  package var description: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): String(value)
    case .string(let value): quoted(value)
    case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    }
  }

}

/// `text` in double quotes, with backslash escapes for quotes, backslashes and line ends.
package func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// A type that an attribute can have.
package protocol AttributeRepresentable: Sendable, Hashable {

  /// What a user may write, as a phrase: "an integer".
  static var valueDescription: String { get }

  /// The value that `attribute` stands for, or `nil` when it stands for none of this type.
  init?(attribute: AttributeValue)

  /// The value as readers and printers see it.
  var attributeValue: AttributeValue { get }

  /// The integers in the value, for the check against an attribute's bounds.
  var integers: [Int] { get }

}

extension AttributeRepresentable {
  package var integers: [Int] { [] }
}

extension Int: AttributeRepresentable {

  package static var valueDescription: String { "an integer" }

  package init?(attribute: AttributeValue) {
    guard case .integer(let value) = attribute else { return nil }
    self = value
  }

  package var attributeValue: AttributeValue { .integer(self) }
  package var integers: [Int] { [self] }

}

extension Double: AttributeRepresentable {

  package static var valueDescription: String { "a number" }

  package init?(attribute: AttributeValue) {
    switch attribute {
    case .integer(let value): self = Double(value)
    case .number(let value): self = value
    case .boolean, .string, .list: return nil
    }
  }

  package var attributeValue: AttributeValue { .number(self) }

}

extension Bool: AttributeRepresentable {

  package static var valueDescription: String { "true or false" }

  package init?(attribute: AttributeValue) {
    guard case .boolean(let value) = attribute else { return nil }
    self = value
  }

  package var attributeValue: AttributeValue { .boolean(self) }

}

/// A list of integers of any length.
extension [Int]: AttributeRepresentable {

  package static var valueDescription: String { "a list of integers" }

  package init?(attribute: AttributeValue) {
    guard case .list(let elements) = attribute else { return nil }
    self = elements.compactMap(Int.init(attribute:))
    if count != elements.count { return nil }
  }

  package var attributeValue: AttributeValue { .list(map(AttributeValue.integer)) }
  package var integers: [Int] { self }

}

/// An attribute that is one of a few words.
package protocol WordAttribute: AttributeRepresentable, RawRepresentable<String>, CaseIterable {}

extension WordAttribute {

  package static var valueDescription: String {
    "one of " + allCases.map { quoted($0.rawValue) }.joined(separator: ", ")
  }

  package init?(attribute: AttributeValue) {
    guard case .string(let word) = attribute else { return nil }
    self.init(rawValue: word)
  }

  package var attributeValue: AttributeValue { .string(rawValue) }

}

/// An attribute whose default depends on others: `nil` until it is set, then never again.
extension Optional: AttributeRepresentable where Wrapped: AttributeRepresentable {

  package static var valueDescription: String { Wrapped.valueDescription }

  package init?(attribute: AttributeValue) {
    guard let value = Wrapped(attribute: attribute) else { return nil }
    self = .some(value)
  }

  package var attributeValue: AttributeValue { self?.attributeValue ?? .list([]) }
  package var integers: [Int] { self?.integers ?? [] }

}
