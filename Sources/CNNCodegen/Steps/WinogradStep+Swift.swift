import CNNPlanning

extension WinogradStep {

  func emit(into body: inout LayerBody) {
    let steps = body.list(groups[0].steps)
    body.write("let transformed = \(body.arena(transformed))")
    body.write("let multiplied = \(body.arena(multiplied))")
    body.write("let x = \(body.arena(input.origin))")
    body.write("let y = \(body.arena(output.origin))")
    if let residual { body.write("let r = \(body.arena(residual.origin))") }
    body.forEach("image", in: batch, moving: moves(\.image)) { (body) in
      let (pieces, rest) = allTileRows.quotientAndRemainder(dividingBy: tileRows)
      body.forEach("piece", in: pieces, moving: moves { $0.row * size.rows.tile * tileRows }) {
        emitPiece(0, tileRows, steps, into: &$0)
      }
      if rest > 0 { body.block("do") { emitPiece(pieces * tileRows, rest, steps, into: &$0) } }
    }
  }

  /// How far the pointers to rows move.
  private func moves(_ distance: (Strides) -> Int) -> [(name: String, distance: Int)] {
    [("x", distance(input)), ("y", distance(output))]
      + (residual.map { [("r", distance($0))] } ?? [])
  }

  /// Writes the work on some rows of tiles, `first` rows of tiles after the pointers' place.
  private func emitPiece(
    _ first: Int, _ rows: Int, _ steps: String, into body: inout LayerBody
  ) {
    if first > 0 {
      for (name, distance) in moves({ $0.row * size.rows.tile * first }) {
        body.write("let \(name) = \(name) + \(distance)")
      }
    }
    emitTransform(rows, into: &body)
    for segment in FilterSegment.segments(of: groups) {
      let pointers =
        [
          (name: "y", distance: segment.vectors * output.block),
          (name: "weights", distance: segment.weightsDistance),
        ]
        + (residual.map { [(name: "r", distance: segment.vectors * $0.block)] } ?? [])
        + (bias == nil ? [] : [(name: "bias", distance: segment.vectors * Layout.lanes)])
      body.block("do") { (body) in
        if segment.block > 0 {
          body.write("let y = y + \(segment.block * output.block)")
          if let residual { body.write("let r = r + \(segment.block * residual.block)") }
        }
        body.write("let weights = \(body.parameter(segment.weights))")
        if let bias {
          body.write("let bias = \(body.parameter(bias + segment.block * Layout.lanes))")
        }
        body.forEach("group", in: segment.count, moving: pointers) { (body) in
          emitProducts(segment, rows, steps, into: &body)
          emitPixels(segment, first, rows, into: &body)
        }
      }
    }
  }

  private func emitTransform(_ rows: Int, into body: inout LayerBody) {
    let kernel = body.use(body.target.winogradInput(size))
    let blocks = [("x", input.block), ("transformed", tileStride)]
    body.forEach("block", in: inputBlocks, moving: blocks) { (body) in
      let moves = [
        (name: "x", distance: size.rows.tile * input.row),
        (name: "transformed", distance: tileColumns * Layout.lanes),
      ]
      body.forEach("row", in: rows, moving: moves) { (body) in
        body.block("for column in 0..<\(tileColumns)") { (body) in
          body.call(
            kernel,
            [
              "x + column * \(size.columns.tile * Layout.lanes)", "row: \(input.row)",
              "to: transformed + column * \(Layout.lanes)",
              "distance: \(coefficientDistance(inputBlocks))",
            ])
        }
      }
    }
  }

  /// Writes the products of all tiles with the filters of a group, coefficient by coefficient.
  private func emitProducts(
    _ segment: FilterSegment, _ rows: Int, _ steps: String, into body: inout LayerBody
  ) {
    let tiles = (rows == tileRows ? products.full : products.rest)[vectors: segment.vectors]
    let fetches = tiles.count > 1
    let width = segment.vectors * Layout.lanes
    let filters = inputBlocks * Layout.lanes * width
    body.call(
      "var p = \(body.use(EmissionTarget.products))",
      [steps, "count: \(segment.steps.count)", "run: \(Layout.lanes)", "at: arena"])
    body.write("p.outputBlock = \(tileStride)")
    if isInParts { body.write("p.residualBlock = \(tileStride)") }
    if fetches { body.write("p.aheadDistance = \(divideUp(width, tiles.count))") }
    body.block("for coefficient in 0..<\(size.coefficients)") { (body) in
      body.write("p.weights = weights + coefficient * \(filters)")
      body.write("let t = transformed + coefficient * \(coefficientDistance(inputBlocks))")
      body.write("let m = multiplied + coefficient * \(coefficientDistance(segment.vectors))")
      if !isInParts {
        if fetches { body.write("p.ahead = p.weights + \(filters)") }
        return emitTiles(tiles, segment.vectors, fetches, into: &body)
      }
      let parts = divideUp(inputBlocks, partBlocks)
      body.forEach("part", in: parts, moving: []) { (body) in
        body.write("p.steps = UnsafePointer(\(steps)) + part * \(partBlocks)")
        body.write("p.stepCount = min(\(partBlocks), \(inputBlocks) - part * \(partBlocks))")
        if fetches {
          body.write("p.ahead = p.weights + p.stepCount * \(Layout.lanes * width)")
        }
        emitTiles(tiles, segment.vectors, fetches, into: &body)
        body.write("p.weights += p.stepCount * \(Layout.lanes * width)")
      }
    }
  }

  /// Whether only some blocks of the input are multiplied at a time.
  private var isInParts: Bool { partBlocks < inputBlocks }

  private func emitTiles(
    _ tiles: [Int], _ vectors: Int, _ fetches: Bool, into body: inout LayerBody
  ) {
    let pitch = Layout.lanes
    body.emitTiles(tiles, of: vectors, from: ("t", pitch), to: ("m", pitch), fetches: fetches) {
      (_) in isInParts ? "part == 0 ? nil : UnsafePointer(p.output)" : nil
    }
  }

  /// Writes the transforms back.
  private func emitPixels(
    _ segment: FilterSegment, _ first: Int, _ rows: Int, into body: inout LayerBody
  ) {
    let kernel = body.use(body.target.winogradOutput(size))
    let pixelsType = "Kernels.WinogradPixels"
    let blocks =
      [
        (name: "y", distance: output.block), (name: "multiplied", distance: tileStride),
      ] + (residual.map { [(name: "r", distance: $0.block)] } ?? [])
      + (bias == nil ? [] : [(name: "bias", distance: Layout.lanes)])
    body.forEach("vector", in: segment.vectors, moving: blocks) { (body) in
      let moves =
        [
          (name: "y", distance: size.rows.tile * output.row),
          (name: "multiplied", distance: tileColumns * Layout.lanes),
        ] + (residual.map { [(name: "r", distance: size.rows.tile * $0.row)] } ?? [])
      body.forEach("row", in: rows, moving: moves) { (body) in
        body.call(
          "var w = \(pixelsType)",
          [
            "output: y", "outputRow: \(output.row)", "rows: \(lines(first, rows))",
            "columns: \(size.columns.tile)",
          ] + (bias == nil ? [] : ["bias: bias"])
            + (residual.map { ["residual: UnsafePointer(r)", "residualRow: \($0.row)"] } ?? [])
            + limits.labelled)
        body.block("for column in 0..<\(tileColumns)") { (body) in
          let distance = size.columns.tile * Layout.lanes
          body.write("w.output = y + column * \(distance)")
          if residual != nil { body.write("w.residual = UnsafePointer(r + column * \(distance))") }
          let tile = size.columns.tile
          if width % tile != 0 {
            body.write("w.columns = min(\(tile), \(width) - column * \(tile))")
          }
          body.call(
            kernel,
            [
              "multiplied + column * \(Layout.lanes)",
              "distance: \(coefficientDistance(segment.vectors))", "to: w",
            ])
        }
        guard let function else { return }
        body.block("for line in 0..<w.rows") { (body) in
          body.write("let y = y + \(product("line", output.row))")
          body.emit(function, count: width * Layout.lanes, from: "y", to: "y")
        }
      }
    }
  }

  private func coefficientDistance(_ blocks: Int) -> Int {
    Self.distance(ofBlocks: blocks, tileStride: tileStride)
  }

  /// The rows of a row of tiles that there are, as an expression.
  private func lines(_ first: Int, _ rows: Int) -> String {
    let tile = size.rows.tile
    let isWhole = height % tile == 0
    let hasLast = first + rows == allTileRows || first == 0
    if isWhole || !hasLast { return "\(tile)" }
    let pieces = allTileRows / tileRows
    let piece = first == 0 && pieces > 1 ? " - piece * \(tileRows * tile)" : ""
    let row = rows == 1 ? "" : " - row * \(tile)"
    return "min(\(tile), \(height - first * tile)\(piece)\(row))"
  }

}
