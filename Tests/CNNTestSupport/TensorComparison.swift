import CNNIR

/// Two tensors that should be equal and where they first differ.
package struct TensorDifference: Error, CustomStringConvertible {
  package let description: String
}

extension Tensor {

  /// Checks that this tensor equals `expected`, up to `tolerance` times its scale.
  ///
  /// The scale is the largest finite magnitude of `expected`; an element above 1 counts with its
  /// own magnitude if that is less, and the scale counts as `leastScale` at least: where terms cancel,
  /// what is left may be smaller than their rounding errors. A NaN equals a NaN, infinities only
  /// themselves, and the sign of a zero says nothing.
  ///
  /// - Throws: the first difference, and how many there are.
  package func check(
    equals expected: Tensor, within tolerance: Double, leastScale: Double = 0, _ what: String
  ) throws(TensorDifference) {
    guard shape == expected.shape else {
      throw TensorDifference(
        description: "\(what): the shape is [\(shape)] instead of [\(expected.shape)]")
    }
    let scale = max(expected.scale, leastScale)
    let wrong = elements.indices.filter {
      !isClose(elements[$0], expected.elements[$0], tolerance, scale)
    }
    guard let first = wrong.first else { return }
    throw TensorDifference(
      description: "\(what): element \(shape.coordinates(of: first)) is \(elements[first]) instead "
        + "of \(expected.elements[first]); \(wrong.count) of \(elements.count) elements differ by "
        + "more than \(tolerance) of their scale \(scale)")
  }

  /// The largest finite magnitude, or 1 when there is none above 0.
  private var scale: Double {
    let largest = elements.filter(\.isFinite).reduce(0) { max($0, Double(abs($1))) }
    return largest > 0 ? largest : 1
  }

}

private func isClose(
  _ observed: Float, _ expected: Float, _ tolerance: Double, _ scale: Double
) -> Bool {
  if observed == expected || observed.isNaN && expected.isNaN { return true }
  let difference = abs(Double(observed) - Double(expected))
  return difference <= tolerance * min(scale, max(1, Double(abs(expected))))
}

extension Tensor {

  /// Checks that zeros have the signs of the zeros in `expected`.
  ///
  /// - Throws: the first difference.
  package func check(zerosEqual expected: Tensor, _ what: String) throws(TensorDifference) {
    for (index, (a, b)) in zip(elements, expected.elements).enumerated()
    where a == 0 && b == 0 && a.sign != b.sign {
      throw TensorDifference(
        description: "\(what): element \(shape.coordinates(of: index)) is \(a) instead of \(b)")
    }
  }

}

extension Shape {

  /// The index along each axis of the element with number `offset`.
  fileprivate func coordinates(of offset: Int) -> [Int] {
    var rest = offset
    var coordinates: [Int] = []
    for extent in reversed() {
      coordinates.insert(rest % extent, at: 0)
      rest /= extent
    }
    return coordinates
  }

}
