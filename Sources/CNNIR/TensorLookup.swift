/// Where parameter expressions find the tensors that they name.
package protocol TensorLookup: Sendable {

  /// What looking at a tensor fails with.
  associatedtype Failure: Error

  /// Whether elements of a tensor can be looked at without the cost of all the others.
  var hasParts: Bool { get }

  /// - Requires: there is a tensor of this name.
  func shape(of name: String) -> Shape

  /// Calls `body` with the elements of a tensor whose row-major indices lie in `range`.
  ///
  /// - Requires: there is a tensor of this name, and it has the elements.
  func withElements<Result>(
    of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Failure) -> Result

  /// As `withElements`, for a body that looks at all elements and returns `true` only if they are finite
  /// numbers, so that nobody else need look then.
  func withChecked(
    of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Bool
  ) throws(Failure)

}

extension TensorLookup {

  package func withChecked(
    of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Bool
  ) throws(Failure) {
    _ = try withElements(of: name, in: range, body)
  }

}

extension [String: Tensor]: TensorLookup {

  package typealias Failure = Never

  package var hasParts: Bool { true }

  package func shape(of name: String) -> Shape { self[name]!.shape }

  package func withElements<Result>(
    of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    self[name]!.elements.withUnsafeBufferPointer { body($0.extracting(range)) }
  }

}
