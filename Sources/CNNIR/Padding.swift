/// How far a window may reach beyond the borders of its input.
package enum Padding: Sendable, Hashable, ExpressibleByIntegerLiteral {

  /// Explicit widths before and after each spatial axis.
  case explicit(before: Extents, after: Extents)
  /// As much as makes the output `ceil(input / stride)`, the odd element after (TensorFlow's SAME).
  case same
  /// The same with the odd element before (ONNX's SAME_LOWER).
  case sameLower
  /// None.
  case valid

  package init(integerLiteral value: Int) {
    self = .symmetric(Extents([value]))
  }

  /// The same widths before and after.
  package static func symmetric(_ widths: Extents) -> Self {
    .explicit(before: widths, after: widths)
  }

  /// Whether the padding says something for each of `rank` axes and no more.
  package func fits(rank: Int) -> Bool {
    guard case .explicit(let before, let after) = self else { return true }
    return before.fits(rank: rank) && after.fits(rank: rank)
  }

}

extension Padding: AttributeRepresentable {

  package static var valueDescription: String {
    "an integer, one for each spatial axis, a (before, after) pair for each, "
      + "\"same\", \"same_lower\" or \"valid\""
  }

  package init?(attribute: AttributeValue) {
    switch attribute {
    case .string("same"): self = .same
    case .string("same_lower"): self = .sameLower
    case .string("valid"): self = .valid
    case .list(let pairs) where pairs.contains(where: \.isList): self.init(pairs: pairs)
    default:
      guard let widths = Extents(attribute: attribute) else { return nil }
      self = .symmetric(widths)
    }
  }

  private init?(pairs: [AttributeValue]) {
    let extents = pairs.map { (pair) -> [Int]? in
      guard case .list(let ends) = pair, ends.count == 2 else { return nil }
      let widths = ends.compactMap(Int.init(attribute:))
      return widths.count == 2 ? widths : nil
    }
    let known = extents.compactMap(\.self)
    guard known.count == pairs.count else { return nil }
    self = .explicit(before: Extents(known.map { $0[0] }), after: Extents(known.map { $0[1] }))
  }

  package var attributeValue: AttributeValue {
    switch self {
    case .same: return .string("same")
    case .sameLower: return .string("same_lower")
    case .valid: return .string("valid")
    case .explicit(let before, let after):
      if before.attributeValue == after.attributeValue { return before.attributeValue }
      let rank = max(before.values.count, after.values.count)
      return .list((0..<rank).map { .list([.integer(before[$0]), .integer(after[$0])]) })
    }
  }

  package var integers: [Int] {
    guard case .explicit(let before, let after) = self else { return [] }
    return before.values + after.values
  }

}

extension AttributeValue {

  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }

}
