import CNNIR
import CNNOps

extension Concat: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let sizes = layer.operands.map(\.shape.withoutBatch.elementCount)
    let sources = zip(layer.operandNames, sizes).map { (name: $0, distance: $1) }
    let target = (name: "y", distance: sizes.reduce(0, +))
    body.forEach("image", in: layer.output[0], moving: sources + [target]) { (body) in
      var offset = 0
      for (name, count) in sources {
        body.write("(y + \(offset)).update(from: \(name), count: \(count))")
        offset += count
      }
    }
  }

}
