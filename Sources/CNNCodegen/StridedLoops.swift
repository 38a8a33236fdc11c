import CNNIR

/// Loops over a result and, at the same time, over operands whose elements lie in other distances.
struct StridedLoops {

  /// One loop: its length, and how far apart its elements are in the result and in each operand.
  fileprivate struct Loop {
    var count: Int
    var resultDistance: Int
    var distances: [Int]
  }

  /// The loops, outermost first; axes that all tensors run through without a gap are one loop.
  private var loops: [Loop] = []

  /// What the loops' variables are called: `i`, or `i0`, `i1`, … where there are several loops.
  private let name: String

  /// Loops over the axes of a result, outermost first.
  ///
  /// - Parameter axes: for each axis its extent and the distance of its elements in each operand.
  init(_ axes: [(count: Int, distances: [Int])], naming name: String = "i") {
    self.name = name
    var resultDistance = 1
    for (count, distances) in axes.reversed() {
      prepend(Loop(count: count, resultDistance: resultDistance, distances: distances))
      resultDistance *= count
    }
  }

  /// Loops over `result`, to which the operands broadcast.
  init(broadcasting operands: [Shape], to result: Shape) {
    let distances = operands.map(\.distances)
    self.init(
      result.indices.map { (axis) in
        let distances = operands.indices.map {
          operands[$0][axis] == 1 ? 0 : distances[$0][axis]
        }
        return (result[axis], distances)
      })
  }

  /// Adds `loop` around the others, or lets the outermost run on through it.
  private mutating func prepend(_ loop: Loop) {
    if loop.count == 1, !loops.isEmpty { return }
    if let inner = loops.first,
      inner.count == 1 || loop.distances == inner.distances.map({ $0 * inner.count })
    {
      loops.removeFirst()
      loops.insert(inner.count == 1 ? loop : inner.extended(to: loop.count * inner.count), at: 0)
    } else {
      loops.insert(loop, at: 0)
    }
  }

  /// Writes the loops around what `content` writes.
  func emit(into body: inout LayerBody, _ content: (inout LayerBody) -> Void) {
    emit(from: 0, into: &body, content)
  }

  private func emit(
    from index: Int, into body: inout LayerBody, _ content: (inout LayerBody) -> Void
  ) {
    if index == loops.count { return content(&body) }
    body.block("for \(variable(index)) in 0..<\(loops[index].count)") { (body) in
      emit(from: index + 1, into: &body, content)
    }
  }

  /// The offset into the result as an expression over the loops' variables.
  var resultOffset: String { offset(loops.map(\.resultDistance)) }

  /// The same for an operand that is read from its element `start` on.
  func offset(ofOperand operand: Int, from start: Int = 0) -> String {
    offset(loops.map { $0.distances[operand] }, from: start)
  }

  private func offset(_ distances: [Int], from start: Int = 0) -> String {
    var terms = distances.enumerated().filter { $0.element > 0 }.map { (index, distance) in
      product(variable(index), distance)
    }
    if start > 0 { terms.append("\(start)") }
    return terms.isEmpty ? "0" : terms.joined(separator: " + ")
  }

  private func variable(_ index: Int) -> String { loops.count == 1 ? name : "\(name)\(index)" }

}

extension StridedLoops.Loop {

  /// The loop with another length.
  fileprivate func extended(to count: Int) -> Self {
    var loop = self
    loop.count = count
    return loop
  }

}

extension Shape {

  /// The distance between neighbouring elements along each axis of a row-major tensor.
  var distances: [Int] {
    var distances = Array(repeating: 1, count: count)
    for axis in indices.dropLast().reversed() {
      distances[axis] = distances[axis + 1] * self[axis + 1]
    }
    return distances
  }

}
