import CNNIR
import CNNOps

extension BatchNorm: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let squareRoot = body.use(.squareRoot)
    body.forEachChannel(of: layer) { (body, area) in
      body.write("let variance = Double(runningVar[c]) + \(literal(epsilon))")
      let gamma = affine ? "Double(weight[c])" : "1"
      body.write("let scale = Float(\(gamma) / \(squareRoot)(variance))")
      body.block("for i in c * \(area)..<(c + 1) * \(area)") { (body) in
        body.write("let centered: Float = x[i] - runningMean[c]")
        body.store("centered * scale" + (affine ? " + bias[c]" : ""), in: "y[i]")
      }
    }
  }

}
