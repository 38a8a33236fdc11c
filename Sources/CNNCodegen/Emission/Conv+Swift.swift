import CNNIR
import CNNOps

/// Only a convolution with other elements than zeros around its input is written here.
extension Conv: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    guard let source = mode.border.source else {
      preconditionFailure("a plan has steps for convolutions with zeros around the input")
    }
    let windows = windowAttributes.unchecked(over: layer.operands[0])
    let axes = EmittedAxes(windows, layer, joinsAxes: false)
    let kernel = body.use(.convolveBeyond(source))
    axes.declare(in: &body)
    if !axes.hasDepth { body.write("let depth = Kernels.Axis(inputs: 1, windows: 1)") }
    let channels = layer.input[1] / groups
    let filters = filters / groups
    let area = axes.depth.outputs * axes.outputArea
    let size = channels * axes.depth.window.kernel * axes.taps
    let sizes = [layer.input, layer.output].map(\.distances[0])
    body.forEach("image", in: layer.input[0], moving: [("x", sizes[0]), ("y", sizes[1])]) {
      (body) in
      body.block("for f in 0..<\(self.filters)") { (body) in
        let group =
          groups == 1 ? "" : " + \(quotient("f", filters)) * \(channels * layer.input.distances[1])"
        body.call(
          kernel,
          [
            "x\(group)", "weight + \(product("f", size))", "bias: \(bias ? "bias[f]" : "0")",
            "to: y + \(product("f", area))", "channels: \(channels)", "depth: depth",
            "rows: rows", "columns: columns",
          ])
      }
    }
  }

}
