import CNNIR

/// Convolution (cross-correlation) over one to three spatial axes.
///
/// `N x C x …` to `N x filters x …`; the weight is `filters x C / groups x kernel…`.
package struct Conv: WindowedOp {

  /// What the padding is made of.
  package enum PaddingMode: String, WordAttribute {
    case zeros
    case reflect
    case replicate
    case circular

    /// The border of the same kind.
    package var border: Pad.Mode {
      switch self {
      case .zeros: .constant
      case .reflect: .reflect
      case .replicate: .replicate
      case .circular: .circular
      }
    }
  }

  package var filters = 1
  package var kernel: Extents = 1
  package var stride: Extents = 1
  package var padding: Padding = 0
  package var dilation: Extents = 1
  package var groups = 1
  package var bias = true
  package var mode = PaddingMode.zeros
  package var weightNorm = false

  package init() {}

  package static let mnemonic = "conv"

  package static let schema = Schema<Self>(
    attributes: [
      .required("filters", \.filters, "number of filters: the channels of the output"),
      .required("kernel", \.kernel, "extents of the window"),
      .optional("stride", \.stride, "distance between windows"),
      .optional("padding", \.padding, in: 0...Shape.largestExtent, "border of the input"),
      .optional("dilation", \.dilation, "distance between the taps of a window"),
      .optional("groups", \.groups, "number of parts into which the channels fall"),
      .optional("bias", \.bias, "whether each filter adds a number of its own"),
      .optional(
        "mode", \.mode, "the padding: \"zeros\", \"reflect\", \"replicate\" or \"circular\""),
      .optional("weightNorm", \.weightNorm, "whether lengths and directions are stored apart"),
    ],
    summary: "The sum of products of each filter with each window of the input.",
    counts:
      "outputs x (channels / groups) x taps of the kernel multiply-adds, those on the padding "
      + "too; outputs additions of the bias",
    synonyms: ["Conv1d", "Conv2d", "Conv3d", "convolution"])

  package var windowAttributes: WindowAttributes {
    WindowAttributes(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "conv")
    let windows = try windowAttributes.windows(over: x, of: "conv")
    try x.requireGroups(groups, filters: filters, of: "conv")
    try mode.border.check(windows.map { ($0.before, $0.after) }, over: x.spatialExtents, "conv.c5")
    let extents = try outputExtents(of: windows, over: x, "conv.c4") { $0.count(over: $1) }
    return TensorType(Shape([x.shape[0], filters] + extents), x.element)
  }

  private func weightExtents(for x: TensorType) -> [Int] {
    [filters, x.channels / groups] + kernel.expanded(rank: x.spatialRank)
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    var weight = ParameterSlot("weight", Shape(weightExtents(for: operands[0])), .weight)
    weight.isWeightNormalized = weightNorm
    return bias ? [weight, ParameterSlot("bias", Shape(filters), .bias)] : [weight]
  }

  package func multiplyAdds(from operands: [TensorType], to result: TensorType) -> Int? {
    checkedProduct(result.shape.extents + weightExtents(for: operands[0]).dropFirst())
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(additions: bias ? 1 : 0).times(result.shape)
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    let extents = weightExtents(for: operands[0])
    let taps = Shape(Array(extents.dropFirst())).extents.map(String.init).joined(separator: " x ")
    // A filter's bias and, under weight normalisation, its length.
    let extra = (bias ? 1 : 0) + (weightNorm ? 1 : 0)
    return extra > 0 ? "\(filters) x (\(taps) + \(extra))" : "\(filters) x \(taps)"
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let input = operands[0]
    let windows = windowAttributes.unchecked(over: TensorType(input.shape)).padded
    let x = Volume(input.shape)
    let w = Volume(parameters[0].shape)
    let y = Volume(result.shape)
    for n in 0..<y.batch {
      for f in 0..<filters {
        let firstChannel = f / (filters / groups) * w.channels
        for z in 0..<y.depth {
          let planes = windows[0].positions(at: z, over: x.depth, mode.border)
          for row in 0..<y.height {
            let rows = windows[1].positions(at: row, over: x.height, mode.border)
            for column in 0..<y.width {
              let columns = windows[2].positions(at: column, over: x.width, mode.border)
              var sum = bias ? Double(parameters[1].elements[f]) : 0
              for c in 0..<w.channels {
                for (kz, iz) in planes {
                  for (ky, iy) in rows {
                    for (kx, ix) in columns {
                      sum +=
                        Double(input.elements[x(n, firstChannel + c, iz, iy, ix)])
                        * Double(parameters[0].elements[w(f, c, kz, ky, kx)])
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

/// The number of windows along each spatial axis of `input`, by the rule `count`.
///
/// - Throws: `constraint` when some axis is shorter than its window.
func outputExtents(
  of windows: [Window], over input: TensorType, _ constraint: String,
  _ count: (Window, Int) -> Int
) throws(OpFault) -> [Int] {
  var extents: [Int] = []
  for (window, extent) in zip(windows, input.spatialExtents) {
    let outputs = count(window, extent)
    guard outputs > 0 else {
      let padded = input.spatialExtents.indices.map {
        input.spatialExtents[$0] + windows[$0].before + windows[$0].after
      }
      let spans = Shape(windows.map(\.span))
      throw OpFault(
        .attribute("kernel"), constraint,
        "the window \(spans) exceeds the padded input \(Shape(padded))")
    }
    extents.append(outputs)
  }
  return extents
}
