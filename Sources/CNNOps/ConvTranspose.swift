import CNNIR

/// Transposed convolution: each input element adds a scaled filter to the output, `stride` apart.
///
/// `N x C x …` to `N x filters x …`; the weight is `C x filters / groups x kernel…`.
package struct ConvTranspose: WindowedOp {

  package var filters = 1
  package var kernel: Extents = 1
  package var stride: Extents = 1
  package var padding: Padding = 0
  package var outputPadding: Extents = 0
  package var dilation: Extents = 1
  package var groups = 1
  package var bias = true
  package var weightNorm = false

  package init() {}

  package static let mnemonic = "convTranspose"

  package static let schema = Schema<Self>(
    attributes: [
      .required("filters", \.filters, "number of filters: the channels of the output"),
      .required("kernel", \.kernel, "extents of a filter"),
      .optional("stride", \.stride, "distance between filters in the output"),
      .optional("padding", \.padding, in: 0...Shape.largestExtent, "border cut off the output"),
      .optional(
        "outputPadding", \.outputPadding, in: 0...Shape.largestExtent,
        "extent added behind the output"),
      .optional("dilation", \.dilation, "distance between the taps of a filter"),
      .optional("groups", \.groups, "number of parts into which the channels fall"),
      .optional("bias", \.bias, "whether each filter adds a number of its own"),
      .optional("weightNorm", \.weightNorm, "whether lengths and directions are stored apart"),
    ],
    summary: "The sum of the filters, each times an input element, at the elements' places.",
    counts:
      "inputs x (filters / groups) x taps multiply-adds, those that the padding cuts off too; "
      + "outputs additions of the bias",
    synonyms: ["ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "deconvolution", "deconv"])

  package var windowAttributes: WindowAttributes {
    WindowAttributes(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "convTranspose")
    let windows = try windowAttributes.windows(over: x, of: "convTranspose")
    try x.requireGroups(groups, filters: filters, of: "convTranspose")
    // convTranspose.c4: the padding is given by its width.
    if padding == .same || padding == .sameLower {
      let message = "the padding of convTranspose is a width, not \(padding.attributeValue)"
      throw OpFault(.attribute("padding"), "convTranspose.c4", message)
    }
    guard outputPadding.fits(rank: x.spatialRank) else {
      throw WindowAttributes.rankFault(
        "outputPadding", outputPadding.values.count, x.spatialRank, "convTranspose")
    }
    var extents: [Int] = []
    for (axis, window) in windows.enumerated() {
      // convTranspose.c5: what is added is less than a step, so that it says which size is meant.
      guard outputPadding[axis] < max(window.stride, window.dilation) else {
        let message = "outputPadding must be less than the stride or the dilation"
        throw OpFault(.attribute("outputPadding"), "convTranspose.c5", message)
      }
      let extent =
        (x.spatialExtents[axis] - 1) * window.stride + window.span - window.before - window.after
        + outputPadding[axis]
      // convTranspose.c6: the padding leaves something.
      guard extent > 0 else {
        let message = "the padding cuts off all of the output"
        throw OpFault(.attribute("padding"), "convTranspose.c6", message)
      }
      extents.append(extent)
    }
    return TensorType(Shape([x.shape[0], filters] + extents), x.element)
  }

  private func weightExtents(for x: TensorType) -> [Int] {
    [x.channels, filters / groups] + kernel.expanded(rank: x.spatialRank)
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    let shape = Shape(weightExtents(for: operands[0]))
    var weight = ParameterSlot("weight", shape, .transposedWeight)
    weight.isWeightNormalized = weightNorm
    return bias ? [weight, ParameterSlot("bias", Shape(filters), .bias)] : [weight]
  }

  package func multiplyAdds(from operands: [TensorType], to result: TensorType) -> Int? {
    checkedProduct(operands[0].shape.extents + weightExtents(for: operands[0]).dropFirst())
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(additions: bias ? 1 : 0).times(result.shape)
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    let taps = weightExtents(for: operands[0]).map(String.init).joined(separator: " x ")
    let extra = (bias ? [filters] : []) + (weightNorm ? [operands[0].channels] : [])
    return extra.isEmpty ? taps : "(\(taps)) + " + extra.map(String.init).joined(separator: " + ")
  }

  package func positionMap(of window: Window) -> PositionMap? {
    // Which of the taps meet an output position repeats after a stride.
    let divisor = greatestCommonDivisor(window.stride, window.dilation)
    return PositionMap(
      period: window.stride, advance: 1, step: window.dilation / divisor, window.meetings)
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let windows = windowAttributes.unchecked(over: TensorType(operands[0].shape)).padded
    let x = Volume(operands[0].shape)
    let w = Volume(parameters[0].shape)
    let y = Volume(result.shape)
    // Seen from the output, each tap is a position of the input, if the strides meet there.
    for n in 0..<y.batch {
      for f in 0..<filters {
        let groupFilters = filters / groups
        let firstChannel = f / groupFilters * (x.channels / groups)
        for z in 0..<y.depth {
          let planes = windows[0].sources(of: z, over: x.depth)
          for row in 0..<y.height {
            let rows = windows[1].sources(of: row, over: x.height)
            for column in 0..<y.width {
              let columns = windows[2].sources(of: column, over: x.width)
              var sum = bias ? Double(parameters[1].elements[f]) : 0
              for c in firstChannel..<firstChannel + x.channels / groups {
                for (kz, iz) in planes {
                  for (ky, iy) in rows {
                    for (kx, ix) in columns {
                      sum +=
                        Double(operands[0].elements[x(n, c, iz, iy, ix)])
                        * Double(parameters[0].elements[w(c, f % groupFilters, kz, ky, kx)])
                    }
                  }
                }
              }
              result.elements[y(n, f, z, row, column)] = Float(sum)
            }
          }
        }
      }
    }
  }

}

extension Window {

  /// The positions of an unbounded input whose filters reach the output element `index`.
  fileprivate func meetings(at index: Int) -> ClosedRange<Int>? {
    // Which taps meet a position repeats.
    let turn = stride / greatestCommonDivisor(stride, dilation)
    let first = (0..<min(turn, kernel)).first { (index + before - $0 * dilation) % stride == 0 }
    return first.map { (first) in
      let last = first + (kernel - 1 - first) / turn * turn
      let positions = [last, first].map { (index + before - $0 * dilation) / stride }
      return positions[0]...positions[1]
    }
  }

  /// The input positions whose filters reach the output element `index`, with the taps that do.
  fileprivate func sources(of index: Int, over extent: Int) -> [(tap: Int, position: Int)] {
    (0..<kernel).compactMap { (tap) in
      let distance = index + before - tap * dilation
      guard distance >= 0, distance % stride == 0, distance / stride < extent else { return nil }
      return (tap, distance / stride)
    }
  }

}
