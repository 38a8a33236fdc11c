import CNNIR
import CNNOps

extension ReduceMean: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let loops = ReductionLoops(axes, layer)
    loops.emit("sum", from: "0.0", into: &body) { (body, element) in
      body.write("sum += Double(\(element))")
    } finish: { (body, target) in
      body.store("Float(sum / \(loops.count))", in: target)
    }
  }

}

extension ReduceSum: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    ReductionLoops(axes, layer).emit("sum", from: "0.0", into: &body) { (body, element) in
      body.write("sum += Double(\(element))")
    } finish: { (body, target) in
      body.store("Float(sum)", in: target)
    }
  }

}

extension ReduceMax: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let larger = body.use(.larger)
    let loops = ReductionLoops(axes, layer)
    loops.emit("largest", from: "-Float.infinity", into: &body) { (body, element) in
      body.write("largest = \(larger)(largest, \(element))")
    } finish: { (body, target) in
      body.store("largest", in: target)
    }
  }

}

extension Argmax: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let argmax = body.use(.argmax)
    body.forEachVector(along: axis, of: layer, hasOneResult: true) { (body, count, distance) in
      body.store("Float(\(argmax)(x, count: \(count), distance: \(distance)))", in: "y[0]")
    }
  }

}

/// Loops over the results of a reduction and, inside, over the elements of each.
private struct ReductionLoops {

  private let results: StridedLoops
  private let elements: StridedLoops

  /// How many elements make a result.
  let count: Int

  init(_ axes: ReducedAxes, _ layer: Layer) {
    let shape = layer.input
    let distances = shape.distances
    let reduced = axes.indices(rank: shape.count)
    let kept = shape.indices.filter { !reduced.contains($0) }
    results = StridedLoops(kept.map { (shape[$0], [distances[$0]]) })
    elements = StridedLoops(reduced.map { (shape[$0], [distances[$0]]) }, naming: "k")
    count = reduced.map { shape[$0] }.reduce(1, *)
  }

  /// Writes the loops: a variable starts as `start`, `take` takes in an element, and `finish` stores
  /// what becomes of it.
  func emit(
    _ name: String, from start: String, into body: inout LayerBody,
    take: (inout LayerBody, _ element: String) -> Void,
    finish: (inout LayerBody, _ target: String) -> Void
  ) {
    let element = "x[\(results.offset(ofOperand: 0)) + \(elements.offset(ofOperand: 0))]"
    results.emit(into: &body) { (body) in
      body.write("var \(name) = \(start)")
      elements.emit(into: &body) { take(&$0, element) }
      finish(&body, "y[\(results.resultOffset)]")
    }
  }

}
