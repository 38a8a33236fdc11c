import CNNIR

/// An attribute's value in `ops.json`.
package struct FixtureAttribute: Decodable, Sendable {

  package let value: AttributeValue

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let boolean = try? container.decode(Bool.self) {
      value = .boolean(boolean)
    } else if let integer = try? container.decode(Int.self) {
      value = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else if let word = try? container.decode(String.self) {
      value = .string(word)
    } else {
      value = .list(try container.decode([FixtureAttribute].self).map(\.value))
    }
  }

}

extension OpCase {

  /// The op with its attributes.
  ///
  /// - Throws: when `table` has no such op, or the op no such attribute.
  package func makeOp(_ table: OpTable) throws -> any Op {
    guard let type = table[op] else { throw FixtureFault(description: "there is no op '\(op)'") }
    var result = type.init()
    for (name, attribute) in attributes { try result.setAttribute(name, to: attribute.value) }
    return result
  }

}
