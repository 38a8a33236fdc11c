import CNNIR

/// Blocks of `factor x factor` elements as channels: `C x H x W` to `C f f x H / f x W / f`.
package struct SpaceToDepth: Op {

  package var factor = 1
  package var order = BlockOrder.torch

  package init() {}

  package static let mnemonic = "spaceToDepth"

  package static let schema = Schema<Self>(
    attributes: [
      .required("factor", \.factor, "extent of a block"),
      .optional(
        "order", \.order,
        "order of the channels: \"torch\" (pixel unshuffle), \"onnx\" or \"spd\""),
    ],
    summary: "Blocks of rows and columns as channels.",
    synonyms: ["PixelUnshuffle", "reorg"])

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

  package var isRearrangement: Bool { true }

  package func isIdentity(on operands: [TensorType]) -> Bool { factor == 1 }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let block = PositionMap([0...factor - 1], advance: factor)
    return spatialReach([block, block])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    let y = Volume(result.shape)
    for n in 0..<x.batch {
      for c in 0..<x.channels {
        for row in 0..<x.height {
          for column in 0..<x.width {
            let channel = order.channel(
              c, row % factor, column % factor, planes: x.channels, factor: factor)
            result.elements[y(n, channel, 0, row / factor, column / factor)] =
              operands[0].elements[x(n, c, 0, row, column)]
          }
        }
      }
    }
  }

}

/// Channels as blocks of `factor x factor` elements: `C f f x H x W` to `C x H f x W f`.
package struct DepthToSpace: Op {

  package var factor = 1
  package var order = BlockOrder.torch

  package init() {}

  package static let mnemonic = "depthToSpace"

  package static let schema = Schema<Self>(
    attributes: [
      .required("factor", \.factor, "extent of a block"),
      .optional(
        "order", \.order,
        "order of the channels: \"torch\" (pixel shuffle), \"onnx\" or \"spd\""),
    ],
    summary: "Channels as blocks of rows and columns.",
    synonyms: ["PixelShuffle"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // depthToSpace.c1: two spatial axes, and channels that make up blocks.
    guard x.spatialRank == 2, x.channels % (factor * factor) == 0 else {
      let message =
        "the channels of \(x.shape.withoutBatch.phrase) do not make up blocks of "
        + "\(factor)x\(factor)"
      throw OpFault(.attribute("factor"), "depthToSpace.c1", message)
    }
    let extents = x.spatialExtents.map { $0 * factor }
    return TensorType(Shape([x.shape[0], x.channels / (factor * factor)] + extents), x.element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool { factor == 1 }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let block = PositionMap(period: factor, advance: 1) { (_) in 0...0 }
    return spatialReach([block, block])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    let planes = result.shape[1]
    forEachElement(of: result) { (n, c, _, row, column) in
      let channel = order.channel(
        c, row % factor, column % factor, planes: planes, factor: factor)
      return operands[0].elements[x(n, channel, 0, row / factor, column / factor)]
    }
  }

}
