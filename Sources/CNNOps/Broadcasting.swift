import CNNIR

/// Shapes of tensors that are joined element by element.
///
/// The batch pairs with the batch; the other axes follow NumPy's rules: they pair from the last one
/// on, a missing one counts as 1, and an extent of 1 goes with any other.
extension Shape {

  /// The shape of an elementwise function of tensors of this shape and the other, or `nil` when they
  /// do not go together.
  func joined(with other: Shape) -> Shape? {
    guard let batch = Shape(Array(prefix(1))).broadcast(with: Shape(Array(other.prefix(1)))),
      let rest = withoutBatch.broadcast(with: other.withoutBatch)
    else { return nil }
    return Shape(batch.extents + rest.extents)
  }

  /// The shape with extents of 1 behind the batch, for a tensor of `rank` axes to pair with.
  package func aligned(toRank rank: Int) -> Shape {
    let ones = Array(repeating: 1, count: rank - count)
    return isEmpty ? Shape(ones) : Shape(prefix(1) + ones + dropFirst())
  }

  /// Where a tensor of this shape has the element that broadcasts to `index` of `result`.
  func offset(of index: Int, in result: Shape) -> Int {
    let own = aligned(toRank: result.count)
    var offset = 0
    var rest = index
    var distance = 1
    for axis in own.indices.reversed() {
      let coordinate = rest % result[axis]
      rest /= result[axis]
      if own[axis] > 1 { offset += coordinate * distance }
      distance *= own[axis]
    }
    return offset
  }

}
