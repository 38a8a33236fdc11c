import CNNIR
import CNNOps

extension AdaptiveAveragePool: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    body.emitBins(of: layer, by: .averageBins)
  }

}

extension AdaptiveMaxPool: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    body.emitBins(of: layer, by: .maximizeBins)
  }

}

extension LayerBody {

  /// Writes calls of `kernel`, which takes the bins of a channel to its results, for all of them.
  fileprivate mutating func emitBins(of layer: Layer, by kernel: Kernel) {
    let type = use(.box)
    let function = use(kernel)
    call("let elements = \(type)", Self.arguments(layer.input))
    call("let bins = \(type)", Self.arguments(layer.output))
    let sizes = [layer.input, layer.output].map(\.distances[1])
    let channels = layer.input[0] * layer.input[1]
    forEach("channel", in: channels, moving: [("x", sizes[0]), ("y", sizes[1])]) { (body) in
      body.write("\(function)(x, elements, to: y, bins)")
    }
  }

  /// The spatial extents of `shape` as the arguments of a box.
  private static func arguments(_ shape: Shape) -> [String] {
    let extents = shape.dropFirst(2)
    return zip(["depth", "height", "width"].suffix(extents.count), extents).map { "\($0): \($1)" }
  }

}

extension GlobalMaxPool: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let planes = layer.output.elementCount
    let area = layer.input.elementCount / planes
    let largest = body.use(.largest)
    body.block("for plane in 0..<\(planes)") { (body) in
      body.store("\(largest)(x + plane * \(area), count: \(area))", in: "y[plane]")
    }
  }

}
