import CNNIR
import CNNOps

extension Normalize: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let normalize = body.use(.normalize)
    let (channels, area) = (layer.input[1], layer.input.distances[1])
    // Where every channel has the same numbers, they are one long channel.
    let isUniform = mean.values.count == 1 && deviation.values.count == 1
    let (blocks, count) = isUniform ? (1, channels * area) : (channels, area)
    let size = channels * area
    body.forEach("image", in: layer.input[0], moving: [("x", size), ("y", size)]) { (body) in
      for c in 0..<blocks {
        let offset = c == 0 ? "" : " + \(c * count)"
        body.call(
          normalize,
          [
            "x\(offset)", "to: y\(offset)", "count: \(count)", "mean: \(literal(mean[c]))",
            "deviation: \(literal(deviation[c]))",
          ])
      }
    }
  }

}
