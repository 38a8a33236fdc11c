import CNNIR
import CNNOps

extension LRN: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let channels = layer.input[1]
    body.forEachChannel(of: layer) { (body, area) in
      body.write("let first = max(c - \(window.before), 0)")
      body.write("let last = min(c + \(window.after), \(channels - 1))")
      body.block("for i in 0..<\(area)") { (body) in
        body.write("var energy = 0.0")
        body.block("for neighbour in first...last") { (body) in
          body.write("let value = Double(x[neighbour * \(area) + i])")
          body.write("energy += value * value")
        }
        body.write("let base: Double = \(literal(k)) + \(literal(factor)) * energy")
        emitQuotient("c * \(area) + i", into: &body)
      }
    }
  }

  /// Writes the quotient of the element at `offset` by the power of `base`.
  private func emitQuotient(_ offset: String, into body: inout LayerBody) {
    let divisor: String
    switch beta {
    case 1:
      divisor = "base"
    case 0.5 where isPositive:
      divisor = "\(body.use(.squareRoot))(base)"
    case 0.75 where isPositive:
      let squareRoot = body.use(.squareRoot)
      body.write("let root: Double = \(squareRoot)(base)")
      divisor = "(root * \(squareRoot)(root))"
    default:
      divisor = "\(body.use(.power))(base, \(literal(beta)))"
    }
    body.store("Float(Double(x[\(offset)]) / \(divisor))", in: "y[\(offset)]")
  }

  /// Whether the base is never below 0, where the root of an infinity is not its power.
  private var isPositive: Bool { k >= 0 && factor >= 0 }

}
