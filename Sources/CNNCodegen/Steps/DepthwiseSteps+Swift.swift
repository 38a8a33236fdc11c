import CNNPlanning

extension DepthwiseStep {

  func emit(into body: inout LayerBody) {
    let offsets = body.list(steps)
    let kernel = body.use(
      body.target.depthwise(taps: taps, tapStride: tapStride, pitch: inputPixel))
    body.write("let weights = \(body.parameter(weights))")
    if let bias { body.write("let bias = \(body.parameter(bias))") }
    body.forEachRow(of: rows, [("x", input), ("y", output)]) { (body) in
      let isOneBlock = rows.blocks == 1
      let weight = isOneBlock ? "" : " + block * \(steps.count * taps * Layout.lanes)"
      body.call(
        "let d = Kernels.DepthwiseRow",
        [
          "input: x", "steps: \(offsets)", "stepCount: \(steps.count)",
          "weights: weights\(weight)",
        ] + (bias == nil ? [] : ["bias: bias\(isOneBlock ? "" : " + block * 16")"])
          + ["output: y", "count: \(rows.width)"] + limits.labelled)
      body.write("\(kernel)(d)")
      if let function {
        body.emit(function, count: rows.width * Layout.lanes, from: "y", to: "y")
      }
    }
  }

}

extension ExpandedDepthwiseStep {

  func emit(into body: inout LayerBody) {
    let lists = body.list(expansion.groups[0].steps)
    let lines = body.scratch(windows.rows.kernel)
    body.write("let ring = \(body.arena(ring.offset))")
    body.write("// The columns beside the pixels stay zero.")
    body.write("ring.update(repeating: 0, count: \(ring.worker))")
    body.write("let lines = UnsafeMutableRawPointer(\(lines))")
    body.write("  .bindMemory(to: Int.self, capacity: \(windows.rows.kernel))")
    body.write("let x = \(body.arena(expansion.input.origin))")
    body.write("let y = \(body.arena(output.origin))")
    let images = [("x", expansion.input.image), ("y", output.image)]
    body.forEach("image", in: batch, moving: images) { (body) in
      for segment in FilterSegment.segments(of: expansion.groups) {
        body.block("for group in 0..<\(segment.count)") { (body) in
          body.write("let block = \(segment.block) + group * \(segment.vectors)")
          body.call(
            "var p = \(body.use(EmissionTarget.products))",
            [lists, "count: \(segment.steps.count)", "run: \(expansion.run)", "at: arena"])
          body.write(
            "p.weights = \(body.parameter(segment.weights)) + group * \(segment.weightsDistance)")
          if let bias = expansion.bias {
            body.write("p.bias = \(body.parameter(bias)) + block * 16")
          }
          body.write("p.outputBlock = \(ring.block)")
          if !expansion.limits.areNone {
            body.write("(p.low, p.high) = (\(expansion.limits.arguments.joined(separator: ", ")))")
          }
          body.write("var next = 0")
          body.block("for row in 0..<\(rows)") { emitRow(segment, into: &$0) }
        }
      }
    }
  }

  private func emitRow(_ segment: FilterSegment, into body: inout LayerBody) {
    let kernel = windows.rows.kernel
    body.write("let top = row * \(windows.rows.stride) - \(windows.rows.before)")
    body.write("let first = max(top, 0)")
    body.write("let end = max(min(top + \(kernel), \(expansion.rows)), first)")
    body.write("next = max(next, first)")
    body.block("while next < end") { (body) in
      body.write("let x = x + next * \(expansion.input.row)")
      let start = ring.before == 0 ? "" : " + \(ring.before * Layout.lanes)"
      body.write("let line = ring + next % \(kernel) * \(ring.row)\(start)")
      let pitch = Layout.lanes
      body.emitTiles(
        expansion.tiles[vectors: segment.vectors], of: segment.vectors, from: ("x", pitch),
        to: ("line", pitch))
      if let function = expansion.function {
        let moves = [(name: "line", distance: ring.block)]
        body.forEach("vector", in: segment.vectors, moving: moves) {
          $0.emit(function, count: expansion.width * Layout.lanes, from: "line", to: "line")
        }
      }
      body.write("next += 1")
    }
    body.write("for line in first..<end { lines[line - first] = line % \(kernel) * \(ring.row) }")
    body.block("for vector in 0..<\(segment.vectors)") { emitWindows(into: &$0) }
  }

  /// Writes a row of the depthwise convolution for a block of channels.
  private func emitWindows(into body: inout LayerBody) {
    let (rows, columns) = windows
    let depthwise = body.use(
      body.target.depthwise(
        taps: columns.kernel, tapStride: Layout.lanes, pitch: columns.stride * Layout.lanes))
    body.write(
      "let taps = (block + vector) * \(rows.kernel * columns.kernel) + (first - top) * \(columns.kernel)"
    )
    body.write("let y = y + (block + vector) * \(output.block) + row * \(output.row)")
    body.call(
      "let d = Kernels.DepthwiseRow",
      [
        "input: ring + vector * \(ring.block)", "steps: lines", "stepCount: end - first",
        "weights: \(body.parameter(weights)) + taps * 16",
      ] + (bias.map { ["bias: \(body.parameter($0)) + (block + vector) * 16"] } ?? [])
        + ["output: y", "count: \(width)"] + limits.labelled)
    body.write("\(depthwise)(d)")
    if let function {
      body.emit(function, count: width * Layout.lanes, from: "y", to: "y")
    }
  }

}
