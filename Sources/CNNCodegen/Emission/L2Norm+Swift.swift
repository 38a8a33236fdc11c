import CNNIR
import CNNOps

extension L2Norm: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let squareRoot = body.use(.squareRoot)
    body.forEachVector(along: axis, of: layer) { (body, count, distance) in
      let element = "x[\(product("i", distance))]"
      body.write("var energy = 0.0")
      body.block("for i in 0..<\(count)") { (body) in
        body.write("energy += Double(\(element)) * Double(\(element))")
      }
      body.write("let length: Double = \(squareRoot)(energy)")
      let least = literal(epsilon)
      body.write("let divisor: Double = length < \(least) ? \(least) : length")
      body.block("for i in 0..<\(count)") { (body) in
        let factor = scale ? " * Double(weight[i])" : ""
        body.write("let quotient: Double = Double(\(element)) / divisor\(factor)")
        body.store("Float(quotient)", in: "y[\(product("i", distance))]")
      }
    }
  }

}
