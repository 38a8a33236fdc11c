import CNNIR
import CNNOps

extension BatchNorm: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let size = layer.input.withoutBatch.elementCount
    let area = size / layer.input[1]
    body.forEach("image", in: layer.input[0], moving: [("x", size), ("y", size)]) { (body) in
      body.block("for c in 0..<\(layer.input[1])") { (body) in
        body.write("let variance = Double(runningVar[c]) + \(literal(epsilon))")
        let gamma = affine ? "Double(weight[c])" : "1"
        body.write("let scale = Float(\(gamma) / variance.squareRoot())")
        body.block("for i in c * \(area)..<(c + 1) * \(area)") { (body) in
          body.write("let centered: Float = x[i] - runningMean[c]")
          body.store("centered * scale" + (affine ? " + bias[c]" : ""), in: "y[i]")
        }
      }
    }
  }

}
