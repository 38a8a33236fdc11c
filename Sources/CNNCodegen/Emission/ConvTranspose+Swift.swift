import CNNIR
import CNNOps

extension ConvTranspose: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let axes = EmittedAxes(windowAttributes.unchecked(over: layer.operands[0]), layer).reversed
    let loops = ConvTransposeLoops(self, layer, axes)
    axes.declare(in: &body)
    let sizes = [layer.input, layer.output].map(\.withoutBatch.elementCount)
    body.forEach("image", in: layer.input[0], moving: [("x", sizes[0]), ("y", sizes[1])]) {
      (body) in
      loops.emit(into: &body)
    }
  }

}

/// The loops of a transposed convolution: filters, blocks of channels, planes.
///
/// It is a convolution from its output to its input run backwards: each window spreads its element
/// over the positions that it would read. `axes` are those of that convolution, whose inputs are
/// the output here.
private struct ConvTransposeLoops {

  let conv: ConvTranspose
  let axes: EmittedAxes

  /// The channels that a filter sees.
  let channels: Int

  /// The channels that the kernel takes at once: as many as divide them evenly.
  let channelBlock: Int

  /// The filters of a group.
  let filters: Int

  init(_ conv: ConvTranspose, _ layer: Layer, _ axes: EmittedAxes) {
    self.conv = conv
    self.axes = axes
    let channels = layer.input[1] / conv.groups
    self.channels = channels
    channelBlock = (1...4).last { channels.isMultiple(of: $0) } ?? 1
    filters = conv.filters / conv.groups
  }

  /// The elements of a filter's output.
  private var outputSize: Int { axes.depth.inputs * axes.inputArea }

  /// The elements of a channel of the input.
  private var channelSize: Int { axes.depth.outputs * axes.outputArea }

  /// The taps of a filter for one channel.
  private var taps: Int { axes.depth.window.kernel * axes.taps }

  func emit(into body: inout LayerBody) {
    let fill = body.use(.fill)
    body.block("for f in 0..<\(conv.filters)") { (body) in
      body.write("let planes = y + f * \(outputSize)")
      body.write("\(fill)(planes, with: \(conv.bias ? "bias[f]" : "0"), count: \(outputSize))")
      emitBlocks(into: &body)
      body.applyEpilogue(to: "planes", count: "\(outputSize)")
    }
  }

  /// Writes the loop over the blocks of the channels that the filter `f` sees, if there are several.
  private func emitBlocks(into body: inout LayerBody) {
    let first = conv.groups == 1 ? "0" : product(quotient("f", filters), channels)
    if channels == channelBlock {
      if conv.groups > 1 { body.write("let c = \(first)") }
      return emitChannels(from: conv.groups == 1 ? nil : "c", into: &body)
    }
    if conv.groups > 1 { body.write("let first = \(first)") }
    let (start, end) = conv.groups == 1 ? ("0", "\(channels)") : ("first", "first + \(channels)")
    let isSingle = channelBlock == 1
    let range =
      isSingle ? "\(start)..<\(end)" : "stride(from: \(start), to: \(end), by: \(channelBlock))"
    body.block("for c in \(range)") { emitChannels(from: "c", into: &$0) }
  }

  /// Writes what the block of channels from `channel` on, or from the first on, adds to `planes`.
  private func emitChannels(from channel: String?, into body: inout LayerBody) {
    let filter = conv.groups == 1 ? "f" : filters == 1 ? nil : "f % \(filters)"
    let terms = [channel.map { product($0, filters) }, filter].compactMap(\.self)
    let index = terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " + ")))"
    body.write("let filter = weight + \(product(index, taps))")
    let source = channel.map { "x + \(product($0, channelSize))" } ?? "x"
    guard axes.hasDepth else { return emitCall(source, "filter", "planes", into: &body) }
    body.block("for z in 0..<\(axes.depth.outputs)") { (body) in
      body.write("let source = \(source) + z * \(axes.outputArea)")
      body.block("for kz in depth.tapsInside(z)") { (body) in
        body.write("let plane = planes + depth.position(z, kz) * \(axes.inputArea)")
        emitCall("source", "filter + kz * \(axes.taps)", "plane", into: &body)
      }
    }
  }

  private func emitCall(
    _ source: String, _ filter: String, _ plane: String, into body: inout LayerBody
  ) {
    let kernel = body.use(
      .spread(channels: channelBlock, isStrided: axes.columns.window.stride > 1))
    let distances = [
      "planeDistance: \(channelSize)", "filterDistance: \(filters * taps)",
    ]
    body.call(
      kernel,
      [source, filter, "to: \(plane)", "rows: rows", "columns: columns"]
        + (channelBlock > 1 ? distances : []))
  }

}
