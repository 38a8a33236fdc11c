import CNNIR
import CNNOps

extension Scale: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    body.forEachChannel(of: layer) { (body, area) in
      body.write("let factor = " + (bias ? "Double(weight[c])" : "weight[c]"))
      if bias { body.write("let offset = Double(bias[c])") }
      body.block("for i in c * \(area)..<(c + 1) * \(area)") { (body) in
        guard bias else { return body.store("x[i] * factor", in: "y[i]") }
        body.write("let product: Double = Double(x[i]) * factor")
        body.store("Float(product + offset)", in: "y[i]")
      }
    }
  }

}

extension PReLU: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let leakyRelu = body.use(.leakyRelu)
    guard perChannel else {
      body.write("let slope: Float = weight[0]")
      return body.block("for i in 0..<\(layer.output.elementCount)") { (body) in
        body.store("\(leakyRelu)(x[i], slope: slope)", in: "y[i]")
      }
    }
    body.forEachChannel(of: layer) { (body, area) in
      body.write("let slope: Float = weight[c]")
      body.block("for i in c * \(area)..<(c + 1) * \(area)") { (body) in
        body.store("\(leakyRelu)(x[i], slope: slope)", in: "y[i]")
      }
    }
  }

}
