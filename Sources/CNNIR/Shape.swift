/// The extents of a tensor, outermost first: batch, channels, then the spatial axes.
package struct Shape: Sendable, Hashable, RandomAccessCollection {

  /// The largest extent of one axis, so that window arithmetic stays far from overflow.
  package static let largestExtent = Int(Int32.max)

  package var extents: [Int]

  package init(_ extents: [Int]) { self.extents = extents }
  package init(_ extents: Int...) { self.extents = extents }

  package var startIndex: Int { 0 }
  package var endIndex: Int { extents.count }
  package subscript(axis: Int) -> Int { extents[axis] }

  /// The number of elements, or `nil` when it exceeds 64 bits.
  package var checkedElementCount: Int? { checkedProduct(extents) }

  /// The number of elements of a shape that is known to be valid.
  package var elementCount: Int { extents.reduce(1, *) }

  /// Whether every extent is positive, none too large, and their product fits 64 bits.
  package var isValid: Bool {
    extents.allSatisfy { (1...Self.largestExtent).contains($0) } && checkedElementCount != nil
  }

  /// The shape without its batch axis.
  package var withoutBatch: Shape { Shape(Array(extents.dropFirst())) }

}

extension Shape: CustomStringConvertible {

  /// The extents as `1x20x28x28`; a scalar's is empty.
  package var description: String { extents.map(String.init).joined(separator: "x") }

}

/// The product of `factors`, or `nil` when it exceeds 64 bits.
@inlinable package func checkedProduct(_ factors: some Sequence<Int>) -> Int? {
  var product = 1
  for factor in factors {
    let (value, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    product = value
  }
  return product
}

/// The largest number that divides both, which are positive.
package func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}

/// The sum of `terms`, or `nil` when it exceeds 64 bits.
@inlinable package func checkedSum(_ terms: some Sequence<Int>) -> Int? {
  var sum = 0
  for term in terms {
    let (value, overflow) = sum.addingReportingOverflow(term)
    if overflow { return nil }
    sum = value
  }
  return sum
}
