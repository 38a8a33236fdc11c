import CNNIR
import CNNOps

extension Softmax: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let index = axis.index(rank: layer.input.count)
    let (count, distance) = (layer.input[index], layer.input.distances[index])
    if distance < body.target.lanes {
      return body.emitVectors(along: axis, of: layer, by: .softmax)
    }
    let kernel = body.use(body.target.softmaxOfNeighbours)
    let size = count * distance
    body.forEach("item", in: layer.input.elementCount / size, moving: [("x", size), ("y", size)]) {
      $0.write("\(kernel)(x, to: y, count: \(count), distance: \(distance))")
    }
  }

}

extension LogSoftmax: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    body.emitVectors(along: axis, of: layer, by: .logSoftmax)
  }

}

extension LayerBody {

  /// Writes calls of `kernel`, which takes a vector along `axis` to a vector, for all of them.
  fileprivate mutating func emitVectors(
    along axis: VectorAxis, of layer: Layer, by kernel: Kernel
  ) {
    let function = use(kernel)
    forEachVector(along: axis, of: layer) { (body, count, distance) in
      body.write("\(function)(x, to: y, count: \(count), distance: \(distance))")
    }
  }

  /// Writes `content` once for each vector along `axis`: `count` elements from `x` on, `distance`
  /// apart, whose results lie at the same places from `y` on, or whose only result is there.
  mutating func forEachVector(
    along axis: VectorAxis, of layer: Layer, hasOneResult: Bool = false,
    _ content: (inout LayerBody, _ count: Int, _ distance: Int) -> Void
  ) {
    let index = axis.index(rank: layer.input.count)
    let extent = layer.input[index]
    let inner = layer.input.distances[index]
    let size = extent * inner
    let resultSize = hasOneResult ? inner : size
    let pointers = [(name: "x", distance: size), (name: "y", distance: resultSize)]
    forEach("item", in: layer.input.elementCount / size, moving: pointers) {
      (body) in
      body.forEach("position", in: inner, moving: [("x", 1), ("y", 1)]) { (body) in
        content(&body, extent, inner)
      }
    }
  }

}
