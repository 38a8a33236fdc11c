import CNNOps
import CNNPlanning

extension PoolStep {

  func emit(into body: inout LayerBody) {
    let (depth, rows, columns) = windows
    let kernel =
      switch reduction {
      case .maximum: body.use(body.target.maxPool)
      case .mean: body.use(body.target.averagePool)
      }
    if hasDepth {
      body.call("let depths = Kernels.Window", depth.arguments(inputs: extents.depth))
    }
    body.call("let rows = Kernels.Window", rows.arguments(inputs: extents.height))
    body.call("let columns = Kernels.Window", columns.arguments(inputs: extents.width))
    body.write("let x = \(body.arena(input.origin))")
    body.write("let y = \(body.arena(output.origin))")
    let images = [(name: "x", distance: input.image), (name: "y", distance: output.image)]
    body.forEach("image", in: outputs.images, moving: images) { (body) in
      let blocks = [(name: "x", distance: input.block), (name: "y", distance: output.block)]
      body.forEach("block", in: outputs.blocks, moving: blocks) { (body) in
        if !hasDepth { return emitRows(kernel, into: &body) }
        body.block("for z in 0..<\(outputs.planes)") { (body) in
          body.write("let x = x + \(Self.start("z", depth, input.plane))")
          body.write("let y = y + z * \(output.plane)")
          emitRows(kernel, into: &body)
        }
      }
    }
  }

  private var hasDepth: Bool { extents.depth > 1 || windows.0.kernel > 1 }

  /// How far from the first row or plane of the input a window begins.
  private static func start(_ index: String, _ window: Window, _ distance: Int) -> String {
    let start = product(index, window.stride)
    if window.before == 0 { return product(index, window.stride * distance) }
    return "(\(start) - \(window.before)) * \(distance)"
  }

  private func emitRows(_ kernel: String, into body: inout LayerBody) {
    let (depth, rows, _) = windows
    body.block("for row in 0..<\(outputs.rows)") { (body) in
      body.write("let x = x + \(Self.start("row", rows, input.row))")
      // The taps inside the input lie a dilation apart.
      body.call(
        "let p = Kernels.PoolRows",
        [
          "input: x", "depth: \(hasDepth ? "depths.tapsInside(z)" : "0..<1")",
          "rows: rows.tapsInside(row)", "columns: columns",
          "plane: \(depth.dilation * input.plane)", "row: \(rows.dilation * input.row)",
          "output: y + row * \(output.row)", "count: \(outputs.width)",
        ])
      guard case .mean(countsPadding: true) = reduction else {
        return body.write("\(kernel)(p)")
      }
      let planes = hasDepth ? "depths.positions(z) * " : ""
      body.write("\(kernel)(p, paddedRows: \(planes)rows.positions(row))")
    }
  }

}

extension Window {

  /// The arguments of the emitted `Window`, without those at their defaults.
  fileprivate func arguments(inputs: Int) -> [String] {
    let options = [
      ("stride", stride, 1), ("dilation", dilation, 1), ("before", before, 0), ("after", after, 0),
    ]
    return ["inputs: \(inputs)", "taps: \(kernel)"]
      + options.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1)" }
  }

}

extension GlobalAverageStep {

  func emit(into body: inout LayerBody) {
    let kernel = body.use(body.target.sumOfPixels)
    body.write("let x = \(body.arena(input.origin))")
    body.write("let y = \(body.arena(output.origin))")
    let images = [(name: "x", distance: input.image), (name: "y", distance: output.image)]
    body.forEach("image", in: rows.images, moving: images) { (body) in
      let blocks = [(name: "x", distance: input.block), (name: "y", distance: output.block)]
      body.forEach("block", in: rows.blocks, moving: blocks) { (body) in
        body.write("y.update(repeating: 0, count: \(Layout.lanes))")
        body.forEach("plane", in: rows.planes, moving: [("x", input.plane)]) { (body) in
          body.forEach("row", in: rows.rows, moving: [("x", input.row)]) { (body) in
            body.write("\(kernel)(x, pixels: \(rows.width), to: y)")
          }
        }
        let count = rows.planes * rows.rows * rows.width
        body.write("for lane in 0..<\(Layout.lanes) { y[lane] /= \(count) }")
      }
    }
  }

}
