/// One integer for each spatial axis, or one for all of them.
package struct Extents: Sendable, Hashable, ExpressibleByIntegerLiteral {

  /// A single value for all axes, or one for each.
  package let values: [Int]

  package init(_ values: [Int]) { self.values = values }

  package init(integerLiteral value: Int) { values = [value] }

  package subscript(axis: Int) -> Int { values.count == 1 ? values[0] : values[axis] }

  /// Whether there is a value for each of `rank` axes and none left over.
  package func fits(rank: Int) -> Bool { values.count == 1 || values.count == rank }

  /// The values for `rank` axes.
  package func expanded(rank: Int) -> [Int] { (0..<rank).map { self[$0] } }

}

extension Extents: AttributeRepresentable {

  package static var valueDescription: String { "an integer or one for each spatial axis" }

  package init?(attribute: AttributeValue) {
    switch attribute {
    case .integer(let value):
      self.init([value])
    case .list(let elements):
      let values = elements.compactMap(Int.init(attribute:))
      guard values.count == elements.count, !values.isEmpty else { return nil }
      self.init(values)
    case .number, .boolean, .string:
      return nil
    }
  }

  package var attributeValue: AttributeValue {
    Set(values).count == 1 ? .integer(values[0]) : .list(values.map(AttributeValue.integer))
  }

  package var integers: [Int] { values }

}
