import CNNIR
import CNNPlanning

extension Limits {

  /// The limits as two arguments.
  var arguments: [String] { [floatLiteral(Double(low)), floatLiteral(Double(high))] }

  /// The same with labels.
  var labelled: [String] { ["low: \(arguments[0])", "high: \(arguments[1])"] }

}

extension LayerBody {

  /// Writes a function of `count` elements.
  mutating func emit(_ function: ElementFunction, count: Int, from x: String, to y: String) {
    if case .limits(.none) = function { return write("\(y).update(from: \(x), count: \(count))") }
    let (kernel, arguments) = target.kernel(of: function)
    call(use(kernel), [x, "to: \(y)", "count: \(count)"] + arguments)
  }

  /// Writes `content` for each row, with pointers moved there that begin at the strides' origins.
  ///
  /// - Parameter isOfAll: whether a row has all blocks of channels.
  mutating func forEachRow(
    of rows: Rows, _ pointers: [(name: String, strides: Strides)], isOfAll: Bool = false,
    _ content: (inout LayerBody) -> Void
  ) {
    for (name, strides) in pointers { write("let \(name) = \(arena(strides.origin))") }
    func moves(_ distance: (Strides) -> Int) -> [(name: String, distance: Int)] {
      pointers.map { ($0.name, distance($0.strides)) }
    }
    forEach("image", in: rows.images, moving: moves(\.image)) { (body) in
      body.forEach("block", in: isOfAll ? 1 : rows.blocks, moving: moves(\.block)) { (body) in
        body.forEach("plane", in: rows.planes, moving: moves(\.plane)) { (body) in
          body.forEach("row", in: rows.rows, moving: moves(\.row), content)
        }
      }
    }
  }

}

extension MapStep {

  func emit(into body: inout LayerBody) {
    body.block("do") { (body) in
      body.forEachRow(of: rows, [("x", input), ("y", output)]) {
        $0.emit(function, count: rows.width * pixel, from: "x", to: "y")
      }
    }
  }

}

extension ElementwiseStep {

  /// - Requires: an op that can be written.
  func emit(_ op: any EmittableElementwiseOp, into body: inout LayerBody) {
    let kernel = body.use(op.kernel)
    body.block("do") { (body) in
      body.forEachRow(of: rows, [("x", input), ("y", output)]) { (body) in
        body.block("for i in 0..<\(rows.width * pixel)") { (body) in
          let arguments = (["x[i]"] + op.arguments).joined(separator: ", ")
          body.store("\(kernel)(\(arguments))", in: "y[i]")
        }
      }
    }
  }

}

extension CombinationStep {

  func emit(into body: inout LayerBody) {
    let kernel = body.use(
      body.target.combination(operation, rightIsOnePixel: rightIsOnePixel, limits: !limits.areNone))
    let count = rightIsOnePixel ? "pixels: \(rows.width)" : "count: \(rows.width * pixel)"
    body.block("do") { (body) in
      var right = right
      // One pixel of a channel serves all its rows.
      if rightIsOnePixel { (right.plane, right.row) = (0, 0) }
      body.forEachRow(of: rows, [("a", left), ("b", right), ("y", output)]) {
        $0.call(kernel, ["a", "b", "to: y", count] + (limits.areNone ? [] : limits.labelled))
      }
    }
  }

}

extension AffineStep {

  func emit(into body: inout LayerBody) {
    let kernel = body.use(body.target.affine)
    body.write("let scale = \(body.parameter(scale))")
    body.write("let shift = \(body.parameter(shift))")
    body.forEachRow(of: rows, [("x", input), ("y", output)]) { (body) in
      let channel = rows.blocks == 1 ? "" : " + block * 16"
      body.call(
        kernel,
        [
          "x", "scale: scale\(channel)", "shift: shift\(channel)", "to: y",
          "pixels: \(rows.width)",
        ] + limits.labelled)
    }
  }

}

extension LayerNormStep {

  func emit(into body: inout LayerBody) {
    let kernel = body.use(
      body.target.normalizeChannels(inWholeBlocks: channels.isMultiple(of: Layout.lanes)))
    body.forEachRow(of: rows, [("x", input), ("y", output)], isOfAll: true) { (body) in
      body.call(
        kernel,
        [
          "x", "block: \(input.block)", "to: y", "block: \(output.block)",
          "channels: \(channels)", "pixels: \(rows.width)",
          "epsilon: \(floatLiteral(Double(epsilon)))",
          "weight: \(body.parameter(ifAny: weight))", "bias: \(body.parameter(ifAny: bias))",
        ])
    }
  }

}
