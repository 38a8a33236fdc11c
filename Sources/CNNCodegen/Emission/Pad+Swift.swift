import CNNIR
import CNNOps

extension Pad: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let loops = PadLoops(self, layer)
    if let source = mode.source { return loops.emitAll(by: body.use(source), into: &body) }
    let fill = body.use(.fill)
    let value = floatLiteral(value)
    body.write("\(fill)(y, with: \(value), count: \(layer.output.elementCount))")
    loops.emitInside(into: &body)
  }

}

extension Pad.Mode {

  /// The function that says which element stands at a position; none for a constant border.
  var source: Kernel? {
    switch self {
    case .constant: nil
    case .reflect: .reflected
    case .replicate: .replicated
    case .circular: .wrapped
    }
  }

}

/// The loops over the planes and rows of a border and of what is inside.
private struct PadLoops {

  /// An axis: its extents, and how far behind the start the input begins.
  private typealias Axis = (inputs: Int, outputs: Int, before: Int)

  private let depth: Axis
  private let rows: Axis
  private let columns: Axis
  private let channels: Int

  init(_ pad: Pad, _ layer: Layer) {
    let widths = pad.widths(over: layer.operands[0])
    let axes = widths.enumerated().map { (axis, width) in
      (layer.input[axis + 2], layer.output[axis + 2], width.before)
    }
    let all = Array(repeating: (1, 1, 0), count: 3 - axes.count) + axes
    (depth, rows, columns) = (all[0], all[1], all[2])
    channels = layer.input[0] * layer.input[1]
  }

  private func forEachChannel(_ body: inout LayerBody, _ content: (inout LayerBody) -> Void) {
    let sizes = (
      x: depth.inputs * rows.inputs * columns.inputs,
      y: depth.outputs * rows.outputs * columns.outputs
    )
    body.forEach("channel", in: channels, moving: [("x", sizes.x), ("y", sizes.y)], content)
  }

  /// Writes the copies of the rows inside.
  func emitInside(into body: inout LayerBody) {
    let (inputArea, outputArea) =
      (rows.inputs * columns.inputs, rows.outputs * columns.outputs)
    let start =
      depth.before * outputArea + rows.before * columns.outputs + columns.before
    forEachChannel(&body) { (body) in
      let pointers = [(name: "x", distance: inputArea), (name: "y", distance: outputArea)]
      body.forEach("plane", in: depth.inputs, moving: pointers) { (body) in
        let lines = [(name: "x", distance: columns.inputs), (name: "y", distance: columns.outputs)]
        body.forEach("row", in: rows.inputs, moving: lines) { (body) in
          let target = start == 0 ? "y" : "(y + \(start))"
          body.write("\(target).update(from: x, count: \(columns.inputs))")
        }
      }
    }
  }

  /// Writes the copies of all rows, each with its own border; `source` chooses what stands there.
  func emitAll(by source: String, into body: inout LayerBody) {
    func position(_ variable: String, _ axis: Axis) -> String {
      axis.inputs == axis.outputs
        ? variable : "\(source)(\(variable) - \(axis.before), over: \(axis.inputs))"
    }
    forEachChannel(&body) { (body) in
      body.block("for row in 0..<\(depth.outputs * rows.outputs)") { (body) in
        body.write("let z = \(position(quotient("row", rows.outputs), depth))")
        body.write("let line = \(position("row % \(rows.outputs)", rows))")
        body.write("let source = x + (z * \(rows.inputs) + line) * \(columns.inputs)")
        body.write("let target = y + row * \(columns.outputs)")
        emitRow(by: source, into: &body)
      }
    }
  }

  private func emitRow(by source: String, into body: inout LayerBody) {
    let (first, end) = (columns.before, columns.before + columns.inputs)
    let inside = first == 0 ? "target" : "(target + \(first))"
    body.write("\(inside).update(from: source, count: \(columns.inputs))")
    for range in [0..<first, end..<columns.outputs] where !range.isEmpty {
      body.block("for i in \(range)") { (body) in
        body.write("target[i] = source[\(source)(i - \(first), over: \(columns.inputs))]")
      }
    }
  }

}
