import CNNIR
import CNNOps

extension Embedding: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let fill = body.use(.fill)
    body.block("for position in 0..<\(layer.input.elementCount)") { (body) in
      body.write("let y = y + position * \(features)")
      body.block(
        "if let token = Int(exactly: x[position]), (0..<\(vocabulary)).contains(token)"
      ) { (body) in
        body.write("y.update(from: weight + token * \(features), count: \(features))")
      }
      body.block("else") { (body) in
        body.write("\(fill)(y, with: .nan, count: \(features))")
      }
    }
  }

}
