/// The places of two operands in a walk over their common shape. Over the last axes each operand
/// moves on by one element or stands still; these axes are a single run.
struct BroadcastWalk {

  /// The elements of a run, and how far each operand moves between them.
  private(set) var run = 1
  private(set) var aStep = 0
  private(set) var bStep = 0
  /// Where the run begins.
  private(set) var a = 0
  private(set) var b = 0

  /// The axes before the run: extents, the distances of both operands, and the position.
  private var extents: [Int]
  private var aStrides: [Int]
  private var bStrides: [Int]
  private var position: [Int]

  init(_ aShape: Shape, _ bShape: Shape, in shape: Shape) {
    extents = shape.extents
    aStrides = aShape.broadcastStrides(in: shape)
    bStrides = bShape.broadcastStrides(in: shape)
    while let extent = extents.last, let aStride = aStrides.last, let bStride = bStrides.last {
      if extent > 1 {
        let isFirst = run == 1
        let aGoesOn = aStride == (isFirst ? min(aStride, 1) : aStep * run)
        let bGoesOn = bStride == (isFirst ? min(bStride, 1) : bStep * run)
        guard aGoesOn, bGoesOn else { break }
        if isFirst { (aStep, bStep) = (aStride, bStride) }
        run *= extent
      }
      extents.removeLast()
      aStrides.removeLast()
      bStrides.removeLast()
    }
    position = extents.map { (_) in 0 }
  }

  /// Moves from the first run to the one with this number.
  mutating func move(to number: Int) {
    var rest = number
    for axis in extents.indices.reversed() {
      position[axis] = rest % extents[axis]
      rest /= extents[axis]
      a += position[axis] * aStrides[axis]
      b += position[axis] * bStrides[axis]
    }
  }

  /// Moves to the next run: the position and both places, like the digits of a counter.
  mutating func advance() {
    for axis in extents.indices.reversed() {
      position[axis] += 1
      a += aStrides[axis]
      b += bStrides[axis]
      if position[axis] < extents[axis] { return }
      position[axis] = 0
      a -= aStrides[axis] * extents[axis]
      b -= bStrides[axis] * extents[axis]
    }
  }

}

extension Shape {

  /// The distances between elements along the axes of `result`, 0 where this shape is repeated.
  fileprivate func broadcastStrides(in result: Shape) -> [Int] {
    var strides = Array(repeating: 0, count: result.count)
    var distance = 1
    for axis in indices.reversed() {
      let resultAxis = axis + result.count - count
      strides[resultAxis] = self[axis] == 1 ? 0 : distance
      distance *= self[axis]
    }
    return strides
  }

}
