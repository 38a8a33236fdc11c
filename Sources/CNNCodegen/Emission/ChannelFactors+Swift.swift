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
    let leakyReLU = body.use(body.target.leakyReLU)
    guard perChannel else {
      let count = layer.output.elementCount
      return body.write("\(leakyReLU)(x, to: y, count: \(count), slope: weight[0])")
    }
    body.forEachChannel(of: layer) { (body, area) in
      let row = "+ c * \(area)"
      body.write("\(leakyReLU)(x \(row), to: y \(row), count: \(area), slope: weight[c])")
    }
  }

}
