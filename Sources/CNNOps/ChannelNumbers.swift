import CNNIR

/// A number for each channel, or one for all of them.
package struct ChannelNumbers: Sendable, Hashable {

  /// A single value for all channels, or one for each.
  package let values: [Double]

  package init(_ values: [Double]) { self.values = values }

  package subscript(channel: Int) -> Double { values.count == 1 ? values[0] : values[channel] }

  /// Whether there is a value for each of `count` channels and none left over.
  package func fits(channels count: Int) -> Bool { values.count == 1 || values.count == count }

}

extension ChannelNumbers: AttributeRepresentable {

  package static var valueDescription: String { "a number or one for each channel" }

  package init?(attribute: AttributeValue) {
    if let value = Double(attribute: attribute) {
      self.init([value])
    } else if case .list(let elements) = attribute {
      let values = elements.compactMap(Double.init(attribute:))
      guard values.count == elements.count, !values.isEmpty else { return nil }
      self.init(values)
    } else {
      return nil
    }
  }

  package var attributeValue: AttributeValue {
    values.count == 1 ? .number(values[0]) : .list(values.map(AttributeValue.number))
  }

}
