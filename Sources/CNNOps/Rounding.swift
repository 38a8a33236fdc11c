import CNNIR

/// How the number of a pool's windows is rounded.
package enum Rounding: Sendable, Hashable {
  case floor
  /// Up, without windows that would start in the padding after the input.
  case ceiling
}

extension Rounding: AttributeRepresentable {

  package static var valueDescription: String { Bool.valueDescription }

  package init?(attribute: AttributeValue) {
    guard case .boolean(let roundsUp) = attribute else { return nil }
    self = roundsUp ? .ceiling : .floor
  }

  package var attributeValue: AttributeValue { .boolean(self == .ceiling) }

}

extension Rounding {

  /// The number of windows along an axis of `extent` elements.
  package func count(_ window: Window, over extent: Int) -> Int {
    switch self {
    case .floor: window.count(over: extent)
    case .ceiling: window.ceilingCount(over: extent)
    }
  }

}
