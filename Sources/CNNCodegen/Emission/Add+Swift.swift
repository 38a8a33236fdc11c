import CNNIR
import CNNOps

extension Add: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let loops = BroadcastLoops(layer.operands.map(\.shape), layer.output)
    loops.emit(into: &body) { (body) in
      let terms = layer.operandNames.enumerated().map { (operand, name) in
        "\(name)[\(loops.offset(ofOperand: operand))]"
      }
      let target = "y[\(loops.resultOffset)]"
      let first = terms.prefix(2).joined(separator: " + ")
      if terms.count <= 2 { return body.store(first, in: target) }
      body.write("var sum: Float = \(first)")
      for term in terms.dropFirst(2) { body.write("sum += \(term)") }
      body.store("sum", in: target)
    }
  }

}

/// Loops over a result and, at the same time, over operands that broadcast to it.
private struct BroadcastLoops {

  /// One loop: its length, and how far apart its elements are in the result and in each operand.
  struct Loop {
    var count: Int
    var resultDistance: Int
    var distances: [Int]
  }

  /// The loops, outermost first; axes that all tensors run through without a gap are one loop.
  private var loops: [Loop] = []

  init(_ operands: [Shape], _ result: Shape) {
    var resultDistance = 1
    var operandDistances = operands.map { _ in 1 }
    for axis in result.indices.reversed() {
      let distances = operands.indices.map { operands[$0][axis] == 1 ? 0 : operandDistances[$0] }
      prepend(
        Loop(count: result[axis], resultDistance: resultDistance, distances: distances))
      resultDistance *= result[axis]
      for index in operands.indices { operandDistances[index] *= operands[index][axis] }
    }
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

  /// The same for an operand, which repeats along the axes that it does not have.
  func offset(ofOperand operand: Int) -> String { offset(loops.map { $0.distances[operand] }) }

  private func offset(_ distances: [Int]) -> String {
    let terms = distances.enumerated().filter { $0.element > 0 }.map { (index, distance) in
      distance == 1 ? variable(index) : "\(variable(index)) * \(distance)"
    }
    return terms.isEmpty ? "0" : terms.joined(separator: " + ")
  }

  private func variable(_ index: Int) -> String { loops.count == 1 ? "i" : "i\(index)" }

}

extension BroadcastLoops.Loop {

  /// The loop with another length.
  fileprivate func extended(to count: Int) -> Self {
    var loop = self
    loop.count = count
    return loop
  }

}
