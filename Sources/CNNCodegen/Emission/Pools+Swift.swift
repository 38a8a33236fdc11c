import CNNIR
import CNNOps

extension AveragePool: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let axes = EmittedAxes(windowAttributes.unchecked(over: layer.operands[0]), layer)
    axes.emitPool(layer, .sumPlane, from: "0", into: &body) { (body, z) in
      if let count = axes.evenTapCount {
        body.block("for i in 0..<\(axes.outputArea)") { $0.store("y[i] / \(count)", in: "y[i]") }
      } else {
        axes.emitDivision(by: countsPadding ? "paddedTaps" : "tapsInside", z, &body)
      }
    }
  }

}

extension LpPool: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let axes = EmittedAxes(windowAttributes.unchecked(over: layer.operands[0]), layer)
    axes.declare(in: &body)
    let pool = body.use(.poolNorms)
    let depth = axes.hasDepth ? "depth" : "\(body.use(.axis))(inputs: 1, windows: 1)"
    let sizes = [layer.input, layer.output].map(\.distances[1])
    let channels = layer.input[0] * layer.input[1]
    let window = windowSize(rank: layer.input.count - 2)
    body.forEach("channel", in: channels, moving: [("x", sizes[0]), ("y", sizes[1])]) { (body) in
      body.call(
        pool,
        [
          "x", "to: y", "depth: \(depth)", "rows: rows", "columns: columns",
          "norm: \(literal(norm))", "size: \(window)",
        ])
    }
  }

}

extension GlobalLpPool: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let planes = layer.output.elementCount
    let area = layer.input.elementCount / planes
    let length = body.use(.norm)
    body.block("for plane in 0..<\(planes)") { (body) in
      let arguments = "x + plane * \(area), count: \(area), norm: \(literal(norm))"
      body.store("\(length)(\(arguments))", in: "y[plane]")
    }
  }

}

extension EmittedAxes {

  /// Writes the loops of a pool: each plane of `y` starts as `start`, takes in the windows of `x`
  /// by `kernel`, and is finished by `finish`, which gets the plane's depth if there is one.
  fileprivate func emitPool(
    _ layer: Layer, _ kernel: Kernel, from start: String, into body: inout LayerBody,
    finish: (inout LayerBody, _ depth: String?) -> Void
  ) {
    declare(in: &body)
    let fill = body.use(.fill)
    let reduce = body.use(kernel)
    let (inputs, outputs) = (depth.inputs * inputArea, depth.outputs * outputArea)
    let channels = layer.input[0] * layer.input[1]
    body.forEach("channel", in: channels, moving: [("x", inputs), ("y", outputs)]) { (body) in
      guard hasDepth else {
        body.write("\(fill)(y, with: \(start), count: \(outputArea))")
        body.write("\(reduce)(x, rows, columns, to: y)")
        return finish(&body, nil)
      }
      body.block("for z in 0..<\(depth.outputs)") { (body) in
        body.write("let y = y + z * \(outputArea)")
        body.write("\(fill)(y, with: \(start), count: \(outputArea))")
        body.block("for kz in depth.tapsInside(z)") { (body) in
          body.write("let plane = x + depth.position(z, kz) * \(inputArea)")
          body.write("\(reduce)(plane, rows, columns, to: y)")
        }
        finish(&body, "z")
      }
    }
  }

  /// The number of taps of every window, if no window reaches beyond the input.
  fileprivate var evenTapCount: Int? {
    let axes = [depth, rows, columns]
    let isInside = axes.allSatisfy {
      $0.window.before == 0 && ($0.outputs - 1) * $0.window.stride + $0.window.span <= $0.inputs
    }
    return isInside ? axes.map(\.window.kernel).reduce(1, *) : nil
  }

  /// Writes the division of each sum by the number of taps that `count` counts along the axes.
  fileprivate func emitDivision(by count: String, _ z: String?, _ body: inout LayerBody) {
    let suffix = count == "tapsInside" ? ".count" : ""
    let planes = z.map { "depth.\(count)(\($0))\(suffix) * " } ?? ""
    body.block("for row in 0..<\(rows.outputs)") { (body) in
      body.write("let taps = \(planes)rows.\(count)(row)\(suffix)")
      body.block("for column in 0..<\(columns.outputs)") { (body) in
        body.write("let i = row * \(columns.outputs) + column")
        body.write("let count = Float(taps * columns.\(count)(column)\(suffix))")
        body.store("y[i] / count", in: "y[i]")
      }
    }
  }

}
