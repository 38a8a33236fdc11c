import CNNIR
import CNNOps

extension Softmax: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let axis = axisIndex(rank: layer.input.count)
    let extent = layer.input[axis]
    let inner = layer.input.dropFirst(axis + 1).reduce(1, *)
    let outer = layer.input.elementCount / (extent * inner)
    let size = extent * inner
    let softmax = body.use(.softmax)
    body.forEach("item", in: outer, moving: [("x", size), ("y", size)]) { (body) in
      body.forEach("position", in: inner, moving: [("x", 1), ("y", 1)]) { (body) in
        body.write("\(softmax)(x, to: y, count: \(extent), distance: \(inner))")
      }
    }
    body.applyEpilogue(to: "y", count: "\(layer.output.elementCount)")
  }

}
