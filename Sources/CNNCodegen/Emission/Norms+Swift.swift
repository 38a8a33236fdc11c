import CNNIR
import CNNOps

extension LayerNorm: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let shape = layer.input
    let count =
      switch span {
      case .last: shape[shape.count - 1]
      case .channels: shape[1]
      case .all: shape.withoutBatch.elementCount
      }
    // The elements that are normalised together lie `inner` apart.
    let inner = span == .channels ? shape.distances[1] : 1
    let size = count * inner
    body.forEach("item", in: shape.elementCount / size, moving: [("x", size), ("y", size)]) {
      (body) in
      body.forEach("position", in: inner, moving: [("x", 1), ("y", 1)]) { (body) in
        body.writeMoments(count: count, distance: inner, epsilon)
        body.block("for i in 0..<\(count)") { (body) in
          body.storeNormalized(product("i", inner), affine: affine ? "i" : nil)
        }
      }
    }
  }

}

extension GroupNorm: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    emitGroups(groups, epsilon, affine, layer, into: &body)
  }

}

extension InstanceNorm: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    emitGroups(layer.input[1], epsilon, affine, layer, into: &body)
  }

}

/// Writes the normalisation of each of `groups` parts of the channels.
private func emitGroups(
  _ groups: Int, _ epsilon: Double, _ affine: Bool, _ layer: Layer, into body: inout LayerBody
) {
  let (channels, area) = (layer.input[1] / groups, layer.input.distances[1])
  let size = channels * area
  let pointers = [(name: "x", distance: groups * size), (name: "y", distance: groups * size)]
  body.forEach("image", in: layer.input[0], moving: pointers) { (body) in
    body.forEach("group", in: groups, moving: [("x", size), ("y", size)]) { (body) in
      body.writeMoments(count: size, distance: 1, epsilon)
      guard affine else {
        return body.block("for i in 0..<\(size)") { $0.storeNormalized("i", affine: nil) }
      }
      body.block("for c in 0..<\(channels)") { (body) in
        let channel = groups == 1 ? "c" : channels == 1 ? "group" : "group * \(channels) + c"
        body.block("for i in c * \(area)..<(c + 1) * \(area)") { (body) in
          body.storeNormalized("i", affine: channel)
        }
      }
    }
  }
}

extension LayerBody {

  /// Writes the mean and the factor of the elements at `x`.
  fileprivate mutating func writeMoments(count: Int, distance: Int, _ epsilon: Double) {
    let moments = use(.moments)
    call(
      "let moments = \(moments)",
      ["x", "count: \(count)", "distance: \(distance)", "epsilon: \(literal(epsilon))"])
  }

  /// Writes the normalised element at `offset`, with the weight and bias at `index` if there are
  /// any.
  fileprivate mutating func storeNormalized(_ offset: String, affine index: String?) {
    write("let centered: Double = Double(x[\(offset)]) - moments.mean")
    guard let index else { return store("Float(centered * moments.scale)", in: "y[\(offset)]") }
    write("let scaled: Double = centered * moments.scale * Double(weight[\(index)])")
    store("Float(scaled + Double(bias[\(index)]))", in: "y[\(offset)]")
  }

}
