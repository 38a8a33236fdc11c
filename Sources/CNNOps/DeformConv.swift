import CNNIR

/// Convolution whose taps are moved by offsets that are themselves computed, and in version 2
/// weighted by a mask (Dai et al., 2017; Zhu et al., 2019).
///
/// Operands: `N x C x H x W`, the offsets `N x (2 G K) x H' x W'` (row, then column of each of the
/// `K` taps, for each of `G` groups of channels) and perhaps the mask `N x (G K) x H' x W'`.
package struct DeformConv: WindowedOp {

  package var filters = 1
  package var kernel: Extents = 1
  package var stride: Extents = 1
  package var padding: Padding = 0
  package var dilation: Extents = 1
  package var groups = 1
  package var bias = true

  package init() {}

  package static let mnemonic = "deformConv"

  package static let schema = Schema<Self>(
    operands: .between(2, 3),
    attributes: [
      .required("filters", \.filters, "number of filters: the channels of the output"),
      .required("kernel", \.kernel, "extents of the window"),
      .optional("stride", \.stride, "distance between windows"),
      .optional("padding", \.padding, in: 0...Shape.largestExtent, "zeros around the input"),
      .optional("dilation", \.dilation, "distance between the taps of a window"),
      .optional("groups", \.groups, "number of parts into which the channels fall"),
      .optional("bias", \.bias, "whether each filter adds a number of its own"),
    ],
    summary: "A convolution over bilinear samples at moved positions.",
    counts:
      "the multiply-adds and additions of conv; 7 multiplications and 6 additions for each "
      + "sample, of which there are windows x channels x taps",
    synonyms: ["DeformConv2d"])

  package var windowAttributes: WindowAttributes { plain.windowAttributes }

  /// The convolution without the movements, whose rules are the same.
  private var plain: Conv {
    var conv = Conv()
    conv.filters = filters
    conv.kernel = kernel
    conv.stride = stride
    conv.padding = padding
    conv.dilation = dilation
    conv.groups = groups
    conv.bias = bias
    return conv
  }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // deformConv.c1: two spatial axes.
    guard x.spatialRank == 2 else {
      throw OpFault(.operand(0), "deformConv.c1", "deformConv needs two spatial axes")
    }
    let result = try plain.resultType(for: [x])
    let taps = kernel[0] * kernel[1]
    let offsets = operands[1].shape
    // deformConv.c2: two offsets for each tap, for a number of groups that divides the channels.
    guard offsets.count == 4, offsets[0] == x.shape[0],
      Array(offsets.dropFirst(2)) == result.spatialExtents, offsets[1] % (2 * taps) == 0,
      x.channels % (offsets[1] / (2 * taps)) == 0
    else {
      let message =
        "the offsets need \(2 * taps) channels over \(Shape(result.spatialExtents)), "
        + "not \(offsets.withoutBatch.phrase)"
      throw OpFault(.operand(1), "deformConv.c2", message)
    }
    // deformConv.c3: one weight for each tap.
    if operands.count == 3 {
      let needed = Shape([offsets[0], offsets[1] / 2] + offsets.dropFirst(2))
      guard operands[2].shape == needed else {
        let message =
          "the mask must be \(needed.withoutBatch), not \(operands[2].shape.withoutBatch.phrase)"
        throw OpFault(.operand(2), "deformConv.c3", message)
      }
    }
    return result
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    plain.parameters(for: [operands[0]])
  }

  package func multiplyAdds(from operands: [TensorType], to result: TensorType) -> Int? {
    plain.multiplyAdds(from: [operands[0]], to: result)
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    // The mixture of four elements and the mask, for each tap and channel of each window.
    let taps = kernel[0] * kernel[1]
    let samples = [operands[0].shape[0], operands[0].channels, taps] + result.spatialExtents
    let sampling = Arithmetic(multiplications: 7, additions: 6).times(samples)
    return plain.arithmetic(from: operands, to: result).flatMap { sampling?.adding($0) }
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    plain.weightFormula(for: [operands[0]])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let windows = plain.windowAttributes.unchecked(over: TensorType(operands[0].shape))
    let x = Volume(operands[0].shape)
    let weight = Volume(parameters[0].shape)
    let y = Volume(result.shape)
    for n in 0..<y.batch {
      for row in 0..<y.height {
        for column in 0..<y.width {
          let samples = Samples(operands, windows, n, row, column)
          let values = (0..<x.channels).map { (c) in
            (0..<weight.height * weight.width).map { samples.value(c, $0, in: operands[0], x) }
          }
          for f in 0..<filters {
            let firstChannel = f / (filters / groups) * weight.channels
            var sum = bias ? Double(parameters[1].elements[f]) : 0
            for c in 0..<weight.channels {
              for (tap, value) in values[firstChannel + c].enumerated() {
                let (ky, kx) = (tap / weight.width, tap % weight.width)
                sum += value * Double(parameters[0].elements[weight(f, c, 0, ky, kx)])
              }
            }
            result.elements[y(n, f, 0, row, column)] = Float(sum)
          }
        }
      }
    }
  }

}

/// The positions and weights of the taps of one window.
private struct Samples {

  private let batch: Int
  /// Row, column and weight of each tap, group by group.
  private var taps: [(row: Double, column: Double, weight: Double)] = []
  private let tapsPerGroup: Int
  private let channelsPerGroup: Int

  init(_ operands: [TensorView], _ windows: [Window], _ n: Int, _ row: Int, _ column: Int) {
    batch = n
    let offsets = Volume(operands[1].shape)
    let count = windows[0].kernel * windows[1].kernel
    let groups = offsets.channels / (2 * count)
    tapsPerGroup = count
    channelsPerGroup = operands[0].shape[1] / groups
    for tap in 0..<groups * count {
      let (ky, kx) = (tap % count / windows[1].kernel, tap % count % windows[1].kernel)
      let top = row * windows[0].stride - windows[0].before + ky * windows[0].dilation
      let left = column * windows[1].stride - windows[1].before + kx * windows[1].dilation
      let down = operands[1].elements[offsets(n, 2 * tap, 0, row, column)]
      let right = operands[1].elements[offsets(n, 2 * tap + 1, 0, row, column)]
      var weight = 1.0
      if operands.count == 3 {
        weight = Double(operands[2].elements[Volume(operands[2].shape)(n, tap, 0, row, column)])
      }
      taps.append((Double(top) + Double(down), Double(left) + Double(right), weight))
    }
  }

  /// The bilinear sample of a channel at a tap; 0 beyond the borders.
  func value(_ channel: Int, _ tap: Int, in view: TensorView, _ x: Volume) -> Double {
    let (row, column, weight) = taps[channel / channelsPerGroup * tapsPerGroup + tap]
    guard row > -1, column > -1, row < Double(x.height), column < Double(x.width) else { return 0 }
    let (top, left) = (row.rounded(.down), column.rounded(.down))
    let (down, right) = (row - top, column - left)
    func element(_ y: Double, _ x0: Double) -> Double {
      guard y >= 0, x0 >= 0, y < Double(x.height), x0 < Double(x.width) else { return 0 }
      return Double(view.elements[x(batch, channel, 0, Int(y), Int(x0))])
    }
    let upper = element(top, left) * (1 - right) + element(top, left + 1) * right
    let lower = element(top + 1, left) * (1 - right) + element(top + 1, left + 1) * right
    return weight * (upper * (1 - down) + lower * down)
  }

}
