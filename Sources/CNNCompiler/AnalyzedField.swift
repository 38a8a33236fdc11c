import CNNIR
import CNNPasses

/// What part of the first input a layer's elements depend on, along each axis that is followed.
package struct AnalyzedField: Sendable {

  /// The positions from the first to the last that an element depends on.
  package let sizes: [Int]
  /// How far the field moves for the next element; none where all see the same.
  package let strides: [Double]?
  /// How far the field of the first element reaches beyond the border.
  package let paddings: [Int]?
  /// The middle of the field of the first element, in positions of the input.
  package let centers: [Double]
  /// Whether every element also depends on one and the same part, as through a global pool.
  package let hasConstantPart: Bool

  /// `nil` where nothing is known, or nothing comes from the input.
  init?(_ fields: [ReceptiveFields.Field]) {
    var maps: [PositionMap] = []
    for field in fields {
      if field.isConstantUnknown || field.axis != nil && field.map == nil { return nil }
      if let map = field.map { maps.append(map) }
    }
    hasConstantPart = fields.contains { $0.constant != nil }
    if !maps.isEmpty, maps.count == fields.count {
      sizes = maps.map(\.extent)
      strides = maps.map(\.stride)
      paddings = maps.map { -($0[0]?.lowerBound ?? 0) }
      centers = maps.map(\.center)
    } else {
      let constants = fields.compactMap { $0.hull }
      guard !constants.isEmpty, constants.count == fields.count else { return nil }
      sizes = constants.map(\.count)
      strides = nil
      paddings = nil
      centers = constants.map { Double($0.lowerBound + $0.upperBound) / 2 }
    }
  }

}

extension ReceptiveFields.Field {

  /// All that position 0 depends on.
  fileprivate var hull: ClosedRange<Int>? {
    map.map { enclosingRange($0[0], constant) } ?? constant
  }

}
