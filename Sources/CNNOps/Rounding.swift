import CNNIR

/// How the number of a pool's windows is rounded.
package enum Rounding: Sendable, Hashable {
  case floor
  /// Up, without windows that would start in the padding after the input.
  case ceiling
  /// Up, as in Caffe: such windows are left out only if there is padding.
  case caffe
}

extension Rounding: AttributeRepresentable {

  package static var valueDescription: String { "true, false or \"caffe\"" }

  package init?(attribute: AttributeValue) {
    switch attribute {
    case .boolean(let roundsUp): self = roundsUp ? .ceiling : .floor
    case .string("caffe"): self = .caffe
    case .integer, .number, .string, .list: return nil
    }
  }

  package var attributeValue: AttributeValue {
    self == .caffe ? .string("caffe") : .boolean(self == .ceiling)
  }

}

extension Rounding {

  /// The number of windows along an axis of `extent` elements.
  ///
  /// - Parameter isPadded: whether any axis has padding, which is what Caffe asks.
  package func count(_ window: Window, over extent: Int, isPadded: Bool) -> Int {
    switch self {
    case .floor: window.count(over: extent)
    case .ceiling: window.ceilingCount(over: extent)
    case .caffe: isPadded ? window.ceilingCount(over: extent) : window.roundedUpCount(over: extent)
    }
  }

}
