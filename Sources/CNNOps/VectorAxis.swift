import CNNIR

/// The axis along which an op takes the elements of a tensor together.
package enum VectorAxis: String, WordAttribute {

  case channels
  case last

  /// The axis as an index into a shape of the given rank.
  package func index(rank: Int) -> Int { self == .channels ? 1 : rank - 1 }

}

extension VectorAxis {

  /// The reach of an op that takes the elements along the axis together and keeps their number.
  func reach(over x: TensorType) -> [AxisReach] {
    let index = index(rank: x.shape.count)
    return x.shape.indices.dropFirst().map { $0 == index ? .movingAndAll(along: $0) : .same($0) }
  }

}

extension TensorType {

  /// - Throws: `constraint` unless there is an axis besides the batch.
  func requireVectors(_ constraint: String, of op: String) throws(OpFault) {
    guard shape.count >= 2 else {
      throw OpFault(.operand(0), constraint, "\(op) needs an axis besides the batch")
    }
  }

}

/// Calls `body` with the offsets of the elements of each vector along `axis`.
func forEachVector(along axis: Int, of shape: Shape, _ body: (_ offsets: [Int]) -> Void) {
  let extent = shape[axis]
  let inner = shape.dropFirst(axis + 1).reduce(1, *)
  for start in 0..<shape.elementCount / extent {
    body((0..<extent).map { (start / inner * extent + $0) * inner + start % inner })
  }
}
