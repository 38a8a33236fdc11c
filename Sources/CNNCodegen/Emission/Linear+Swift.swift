import CNNIR
import CNNOps

extension Linear: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let inputs = layer.slots[0].shape[1]
    let rows = layer.input.elementCount / inputs
    let dot = body.use(.dot)
    let offset = bias ? " + bias[feature]" : ""
    body.forEach("row", in: rows, moving: [("x", inputs), ("y", features)]) { (body) in
      body.block("for feature in 0..<\(features)") { (body) in
        body.write("let product = \(dot)(x, weight + feature * \(inputs), count: \(inputs))")
        body.store("product\(offset)", in: "y[feature]")
      }
    }
  }

}
