import CNNIR
import CNNOps

extension Conv: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let axes = EmittedAxes(windowAttributes.unchecked(over: layer.operands[0]), layer)
    let loops = ConvLoops(self, layer, axes)
    axes.declare(in: &body)
    loops.declareStrides(in: &body)
    let sizes = [layer.input, layer.output].map(\.withoutBatch.elementCount)
    body.forEach("image", in: layer.input[0], moving: [("x", sizes[0]), ("y", sizes[1])]) {
      (body) in
      loops.emit(into: &body)
    }
  }

}

/// The loops of a convolution: blocks of filters, planes, strips of rows, blocks of channels.
private struct ConvLoops {

  let conv: Conv
  let axes: EmittedAxes

  /// The channels that a filter sees.
  let channels: Int

  /// The channels that the kernel takes at once: as many as divide them evenly.
  let channelBlock: Int

  /// The filters that the kernel takes at once: as many as divide those of a group evenly.
  let filterBlock: Int

  /// The rows that a block of filters finishes before it goes on.
  let strip: Int

  /// The elements of the output that should stay in the first-level cache.
  private static let cachedElements = 4096

  /// The most weights that the kernel may hold: what fits the registers of the smallest machine
  /// beside the sums.
  private static let heldWeights = 8

  init(_ conv: Conv, _ layer: Layer, _ axes: EmittedAxes) {
    self.conv = conv
    self.axes = axes
    channels = layer.input[1] / conv.groups
    channelBlock = Self.largestDivisor(of: channels, upTo: 4)
    filterBlock = Self.largestDivisor(
      of: conv.filters / conv.groups, upTo: Self.heldWeights / channelBlock)
    let fitting = max(Self.cachedElements / (filterBlock * axes.columns.outputs), 1)
    strip = min(fitting, axes.rows.outputs)
  }

  /// Whether each filter has the channel of its own number to itself.
  private var isDepthwise: Bool { conv.groups == conv.filters && channels == 1 && conv.groups > 1 }

  private static func largestDivisor(of number: Int, upTo limit: Int) -> Int {
    (1...limit).last { number.isMultiple(of: $0) } ?? 1
  }

  /// Writes the distances that the kernel takes.
  func declareStrides(in body: inout LayerBody) {
    let type = body.use(.strides)
    let taps = axes.depth.window.kernel * axes.taps
    body.call(
      "let strides = \(type)",
      [
        "input: \(axes.depth.inputs * axes.inputArea)", "output: \(outputDistance)",
        "channel: \(taps)", "filter: \(channels * taps)",
      ])
  }

  func emit(into body: inout LayerBody) {
    Self.loop("f", over: conv.filters, by: filterBlock, &body) { (body) in
      if conv.groups > 1, !isDepthwise {
        body.write("let firstChannel = f / \(conv.filters / conv.groups) * \(channels)")
      }
      guard axes.hasDepth else {
        body.write("let planes = y + f * \(axes.outputArea)")
        return emitStrips(into: &body)
      }
      body.block("for z in 0..<\(axes.depth.outputs)") { (body) in
        body.write("let planes = y + (f * \(axes.depth.outputs) + z) * \(axes.outputArea)")
        emitStrips(into: &body)
      }
    }
  }

  private static func loop(
    _ name: String, over count: Int, by block: Int, _ body: inout LayerBody,
    _ content: (inout LayerBody) -> Void
  ) {
    let range = block == 1 ? "0..<\(count)" : "stride(from: 0, to: \(count), by: \(block))"
    body.block("for \(name) in \(range)", content)
  }

  private func emitStrips(into body: inout LayerBody) {
    let rows = axes.rows.outputs
    if strip == rows { return emitStrip("0..<\(rows)", "planes", "\(axes.outputArea)", &body) }
    body.block("for top in stride(from: 0, to: \(rows), by: \(strip))") { (body) in
      body.write("let strip = top..<min(top + \(strip), \(rows))")
      body.write("let start = planes + top * \(axes.columns.outputs)")
      emitStrip("strip", "start", "strip.count * \(axes.columns.outputs)", &body)
    }
  }

  /// Writes the computation of the rows `strip`: `count` elements from `start` on in each plane.
  private func emitStrip(
    _ strip: String, _ start: String, _ count: String, _ body: inout LayerBody
  ) {
    let fill = body.use(.fill)
    forEachPlane(start, &body) { (body, plane, filter) in
      let bias = conv.bias ? "bias[\(filter)]" : "0"
      body.write("\(fill)(\(plane), with: \(bias), count: \(count))")
    }
    if channels == channelBlock {
      emitTaps(strip, into: &body)
    } else {
      Self.loop("c", over: channels, by: channelBlock, &body) { emitTaps(strip, into: &$0) }
    }
    if body.hasEpilogue {
      forEachPlane(start, &body) { (body, plane, _) in
        body.applyEpilogue(to: plane, count: count)
      }
    }
  }

  /// Writes `content` for each filter of the block, given its plane from `start` on and its number.
  private func forEachPlane(
    _ start: String, _ body: inout LayerBody,
    _ content: (inout LayerBody, _ plane: String, _ filter: String) -> Void
  ) {
    if filterBlock == 1 { return content(&body, start, "f") }
    body.block("for k in 0..<\(filterBlock)") { (body) in
      body.write("let plane = \(start) + k * \(outputDistance)")
      content(&body, "plane", "f + k")
    }
  }

  /// How far apart the planes of consecutive filters are.
  private var outputDistance: Int { axes.depth.outputs * axes.outputArea }

  /// The first channel of the input that the kernel takes, as an expression; `nil` for 0.
  private var channel: String? {
    let first = isDepthwise ? "f" : conv.groups > 1 ? "firstChannel" : nil
    if channels == channelBlock { return first }
    return first.map { "(\($0) + c)" } ?? "c"
  }

  /// Writes the products of a block of channels with a block of filters.
  private func emitTaps(_ strip: String, into body: inout LayerBody) {
    let (depth, taps) = (axes.depth.window.kernel, axes.taps)
    let filter = channels == 1 ? "f" : "f * \(channels)"
    let weight = channels == channelBlock ? filter : "(\(filter) + c)"
    guard axes.hasDepth else {
      let plane = channel.map { "x + \($0) * \(axes.inputArea)" } ?? "x"
      return emitCall(strip, plane, "weight + \(weight) * \(taps)", into: &body)
    }
    let first = channel.map { "\($0) * \(axes.depth.inputs) + " } ?? ""
    let source = axes.depth.isPadded ? conv.mode.border.source.map { body.use($0) } : nil
    body.block("for kz in " + (source == nil ? "depth.tapsInside(z)" : "0..<\(depth)")) { (body) in
      var position = "depth.position(z, kz)"
      if let source {
        body.write("let position = \(source)(\(position), over: \(axes.depth.inputs))")
        position = "position"
      }
      body.write("let plane = x + (\(first)\(position)) * \(axes.inputArea)")
      emitCall(strip, "plane", "weight + (\(weight) * \(depth) + kz) * \(taps)", into: &body)
    }
  }

  private func emitCall(
    _ strip: String, _ plane: String, _ weight: String, into body: inout LayerBody
  ) {
    let kernel = body.use(
      .convolve(
        channels: channelBlock, filters: filterBlock,
        isStrided: axes.columns.window.stride > 1))
    body.call(
      kernel,
      [
        plane, weight, "to: planes", "rows: rows", "columns: columns", "strides: strides",
        "strip: \(strip)",
      ])
    guard axes.rows.isPadded || axes.columns.isPadded, let source = conv.mode.border.source
    else { return }
    body.call(
      body.use(.convolveBorder(source)),
      [
        plane, weight, "to: planes", "rows: rows", "columns: columns", "strides: strides",
        "strip: \(strip)", "channels: \(channelBlock)", "filters: \(filterBlock)",
      ])
  }

}
