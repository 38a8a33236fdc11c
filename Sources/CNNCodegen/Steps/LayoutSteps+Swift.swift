import CNNPlanning

extension BorderStep {

  func emit(into body: inout LayerBody) {
    let layout = place.layout
    let (border, extents) = (layout.border, layout.extents)
    let kernel = body.use(.clearBorder)
    body.block("do") { (body) in
      body.write("let x = \(body.arena(place.offset))")
      body.forEach("image", in: layout.batch, moving: [("x", layout.image)]) { (body) in
        body.forEach("block", in: layout.blocks, moving: [("x", layout.block)]) { (body) in
          body.clear(border.before.depth, from: 0, layout)
          let start = border.before.depth * layout.plane
          body.write("let inside = x\(offset(start))")
          body.forEach("plane", in: extents.depth, moving: [("inside", layout.plane)]) { (body) in
            body.call(
              kernel,
              [
                "inside", "rows: \(extents.height)", "row: \(layout.row)",
                "above: \(border.before.height)", "below: \(border.after.height)",
                "left: \(border.before.width * layout.pixel)",
                "right: \(border.after.width * layout.pixel)",
              ])
          }
          body.clear(
            border.after.depth, from: start + extents.depth * layout.plane, layout)
        }
      }
    }
  }

}

extension LayerBody {

  /// Writes zeros to whole planes.
  fileprivate mutating func clear(_ planes: Int, from offset: Int, _ layout: Layout) {
    if planes == 0 { return }
    let pointer = offset == 0 ? "x" : "(x + \(offset))"
    write("\(pointer).update(repeating: 0, count: \(planes * layout.plane))")
  }

}

extension ConversionStep {

  func emit(into body: inout LayerBody) {
    let (from, to) = (source.layout, target.layout)
    body.block("do") { (body) in
      body.write("let x = \(body.pointer(to: source))")
      body.write("let y = \(body.arena(target.origin))")
      if from.form == .blockedLast {
        emitPixels(blocked: "x", from, plain: "y", into: &body)
      } else if to.form == .blockedLast {
        emitPixels(blocked: "y", to, plain: "x", into: &body)
      } else {
        emitRows(from, to, into: &body)
      }
    }
  }

  private func emitRows(_ from: Layout, _ to: Layout, into body: inout LayerBody) {
    let blocks = from.form.isBlocked ? from.blocks : to.blocks
    let channels = from.form.isBlocked || to.form.isBlocked ? Layout.lanes : 1
    func distance(_ layout: Layout) -> Int {
      layout.form.isBlocked ? layout.block : channels * layout.block
    }
    func moves(_ distance: (Layout) -> Int) -> [(name: String, distance: Int)] {
      [("x", distance(from)), ("y", distance(to))]
    }
    body.forEach("image", in: from.batch, moving: moves(\.image)) { (body) in
      body.forEach("block", in: blocks, moving: moves(distance)) { (body) in
        body.forEach("plane", in: from.extents.depth, moving: moves(\.plane)) { (body) in
          body.forEach("row", in: from.extents.height, moving: moves(\.row)) {
            emitRow(from, to, isOneBlock: blocks == 1, into: &$0)
          }
        }
      }
    }
  }

  private func emitRow(
    _ from: Layout, _ to: Layout, isOneBlock: Bool, into body: inout LayerBody
  ) {
    let width = from.extents.width
    let all = from.channels
    let channels =
      all % Layout.lanes == 0
      ? "\(Layout.lanes)" : isOneBlock ? "\(all)" : "min(16, \(all) - block * 16)"
    if from.form.isBlocked {
      body.call(
        body.use(.unblock),
        ["x", "to: y", "plane: \(to.block)", "channels: \(channels)", "pixels: \(width)"])
    } else if to.form.isBlocked {
      body.call(
        body.use(.block),
        ["x", "plane: \(from.block)", "channels: \(channels)", "to: y", "pixels: \(width)"])
    } else {
      body.write("y.update(from: x, count: \(width))")
    }
  }

  /// Writes copies between blocks and rows whose last axis is the channels'.
  private func emitPixels(
    blocked: String, _ layout: Layout, plain: String, into body: inout LayerBody
  ) {
    let extents = layout.extents
    let rowSize = extents.width * layout.channels
    let planeSize = extents.height * rowSize
    func moves(_ distance: Int, _ plainDistance: Int) -> [(name: String, distance: Int)] {
      [(blocked, distance), (plain, plainDistance)]
    }
    body.forEach("image", in: layout.batch, moving: moves(layout.image, extents.depth * planeSize))
    {
      (body) in
      body.forEach("plane", in: extents.depth, moving: moves(layout.plane, planeSize)) { (body) in
        body.forEach("row", in: extents.height, moving: moves(layout.row, rowSize)) { (body) in
          body.forEach("pixel", in: extents.width, moving: moves(Layout.lanes, layout.channels)) {
            $0.copyPixel(toBlocks: blocked == "y", layout)
          }
        }
      }
    }
  }

}

extension LayerBody {

  /// Writes the copy of all channels of a pixel.
  fileprivate mutating func copyPixel(toBlocks isToBlocks: Bool, _ layout: Layout) {
    let blocked = "c / 16 * \(layout.block) + c % 16"
    block("for c in 0..<\(layout.channels)") { (body) in
      body.write(isToBlocks ? "y[\(blocked)] = x[c]" : "y[c] = x[\(blocked)]")
    }
    guard isToBlocks, layout.channels % Layout.lanes != 0 else { return }
    block("for c in \(layout.channels)..<\(layout.blocks * Layout.lanes)") { (body) in
      body.write("y[\(blocked)] = 0")
    }
  }

}

extension ChannelsStep {

  func emit(into body: inout LayerBody) {
    let kernel = body.use(.copyChannel)
    var start = 0
    while start < sources.count {
      let first = sources[start]
      var end = start
      while end < sources.count, sources[end].hasStrides(of: first) { end += 1 }
      for part in OffsetPattern.patterns(of: sources[start..<end].map(\.origin)) {
        emit(part, start, first, kernel, into: &body)
        start += part.count
      }
    }
  }

  /// Writes the copies of some channels to the lanes from `lane` on.
  private func emit(
    _ part: OffsetPattern, _ lane: Int, _ strides: Strides, _ kernel: String,
    into body: inout LayerBody
  ) {
    body.block("for channel in 0..<\(part.count)") { (body) in
      let inner = part.inner.count
      let source =
        part.outer.count == 1
        ? "channel * \(part.inner.distance)"
        : "channel / \(inner) * \(part.outer.distance) + channel % \(inner) * \(part.inner.distance)"
      body.write("let lane = channel + \(lane)")
      body.write("let x = \(body.arena(part.first)) + (\(source))")
      body.write(
        "let y = \(body.arena(output.origin)) + (lane / 16 * \(output.block) + lane % 16)")
      func moves(_ distance: (Strides) -> Int) -> [(name: String, distance: Int)] {
        [("x", distance(strides)), ("y", distance(output))]
      }
      body.forEach("image", in: rows.images, moving: moves(\.image)) { (body) in
        body.forEach("plane", in: rows.planes, moving: moves(\.plane)) { (body) in
          body.forEach("row", in: rows.rows, moving: moves(\.row)) { (body) in
            body.write("\(kernel)(x, to: y, pixels: \(rows.width))")
          }
        }
      }
    }
  }

}

extension Strides {

  /// Whether all distances are the same.
  fileprivate func hasStrides(of other: Strides) -> Bool {
    var moved = self
    moved.origin = other.origin
    return moved == other
  }

}
