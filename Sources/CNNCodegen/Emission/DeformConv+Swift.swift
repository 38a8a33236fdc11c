import CNNIR
import CNNOps

extension DeformConv: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let attributes = WindowAttributes(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation)
    let windows = attributes.unchecked(over: layer.operands[0])
    // Offsets are in rows and columns, so these must stay apart.
    let axes = EmittedAxes(windows, layer, joinsAxes: false)
    axes.declare(in: &body)
    let operands = zip(layer.operandNames, layer.operands).map { (name, type) in
      (name: name, distance: type.shape.distances[0])
    }
    let result = (name: "y", distance: layer.output.distances[0])
    body.forEach("image", in: layer.input[0], moving: operands + [result]) { (body) in
      emitImage(layer, axes, into: &body)
    }
  }

  private func emitImage(_ layer: Layer, _ axes: EmittedAxes, into body: inout LayerBody) {
    let fill = body.use(.fill)
    let area = axes.outputArea
    body.block("for f in 0..<\(filters)") { (body) in
      let bias = bias ? "bias[f]" : "0"
      body.write("\(fill)(y + f * \(area), with: \(bias), count: \(area))")
    }
    body.block("for c in 0..<\(layer.input[1])") { (body) in
      body.write("let plane = x0 + c * \(axes.inputArea)")
      emitGroup(layer, axes, into: &body)
      body.block("for tap in 0..<\(axes.taps)") { emitTap(layer, axes, into: &$0) }
    }
  }

  /// Writes where the offsets of the channel `c`, its weights and its filters are.
  private func emitGroup(_ layer: Layer, _ axes: EmittedAxes, into body: inout LayerBody) {
    let (area, taps) = (axes.outputArea, axes.taps)
    let offsetGroups = layer.operands[1].shape[1] / (2 * taps)
    let group = quotient("c", layer.input[1] / offsetGroups)
    let isShared = offsetGroups == 1
    body.write("let offsets = x1" + (isShared ? "" : " + \(group) * \(2 * taps * area)"))
    if layer.operands.count == 3 {
      body.write("let mask = x2" + (isShared ? "" : " + \(group) * \(taps * area)"))
    }
    if groups == 1 { return body.write("let weight = weight + \(product("c", taps))") }
    let (channels, filters) = (layer.input[1] / groups, filters / groups)
    body.write("let group = \(quotient("c", channels))")
    let distance = filters * channels * taps
    let rest = channels == 1 ? "" : " + \(product("c % \(channels)", taps))"
    body.write("let weight = weight + (\(product("group", distance))\(rest))")
    body.write("let y = y + \(product("group", filters * area))")
  }

  /// Writes the products of a tap's samples with the filters' weights.
  private func emitTap(_ layer: Layer, _ axes: EmittedAxes, into body: inout LayerBody) {
    let area = axes.outputArea
    let mask = layer.operands.count == 3 ? "mask + tap * \(area)" : "nil"
    body.call(
      body.use(.convolveSamples),
      [
        "of: plane", "offsets + tap * \(2 * area)", "mask: \(mask)", "weight + tap", "to: y",
        "rows: rows", "columns: columns", "tap: tap", "filters: \(filters / groups)",
        "filterDistance: \(layer.input[1] / groups * axes.taps)",
      ])
  }

}
