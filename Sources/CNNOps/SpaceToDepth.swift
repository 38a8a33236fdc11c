import CNNIR

/// Blocks of `factor x factor` elements as channels: `C x H x W` to `C f f x H / f x W / f`.
package struct SpaceToDepth: Op {

  /// Which channel an element of channel `c` at row `dy` and column `dx` of its block goes to.
  package enum Order: String, WordAttribute {
    /// `(c f + dy) f + dx`, as PyTorch's `PixelUnshuffle`.
    case torch
    /// `(dy f + dx) C + c`, as ONNX's `SpaceToDepth`.
    case onnx
    /// `(dx f + dy) C + c`, as SPD-Conv (Sunkara and Luo, 2022).
    case spd
  }

  package var factor = 1
  package var order = Order.torch

  package init() {}

  package static let schema = Schema<Self>(
    "spaceToDepth",
    attributes: [
      .required("factor", \.factor, "extent of a block"),
      .optional("order", \.order, "order of the channels: \"torch\", \"onnx\" or \"spd\""),
    ],
    summary: "Blocks of rows and columns as channels.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // spaceToDepth.c1: two spatial axes that fall into blocks.
    guard x.spatialRank == 2, x.spatialExtents.allSatisfy({ $0 % factor == 0 }) else {
      let message =
        "blocks of \(factor)x\(factor) do not fill \(x.shape.withoutBatch.phrase)"
      throw OpFault(.attribute("factor"), "spaceToDepth.c1", message)
    }
    guard let channels = checkedProduct([x.channels, factor, factor]) else {
      throw OpFault(.node, "shape-overflow", "the channels exceed a 64-bit count")
    }
    let extents = x.spatialExtents.map { $0 / factor }
    return TensorType(Shape([x.shape[0], channels] + extents), x.element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool { factor == 1 }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    forEachElement(of: result) { (n, channel, _, row, column) in
      let (c, dy, dx) = source(of: channel, channels: x.channels)
      return operands[0].elements[x(n, c, 0, row * factor + dy, column * factor + dx)]
    }
  }

  /// The channel, row and column of the input block that become a channel of the output.
  private func source(of channel: Int, channels: Int) -> (c: Int, dy: Int, dx: Int) {
    switch order {
    case .torch:
      (channel / (factor * factor), channel / factor % factor, channel % factor)
    case .onnx:
      (channel % channels, channel / channels / factor, channel / channels % factor)
    case .spd:
      (channel % channels, channel / channels % factor, channel / channels / factor)
    }
  }

}
