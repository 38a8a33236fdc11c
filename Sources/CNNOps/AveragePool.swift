import CNNIR

/// The mean of each window.
package struct AveragePool: WindowedOp {

  package var kernel: Extents = 1
  /// The distance between windows; `nil` means as far as they are wide.
  package var stride: Extents?
  package var padding: Padding = 0
  package var rounding = Rounding.floor
  package var countsPadding = true

  package init() {}

  package static let mnemonic = "avgPool"

  package static let schema = Schema<Self>(
    attributes: [
      .required("kernel", \.kernel, "extents of the window"),
      .optional("stride", \.stride, "distance between windows (default: kernel)"),
      .optional("padding", \.padding, in: 0...Shape.largestExtent, "zeros around the input"),
      .optional("ceil", \.rounding, "whether a window may reach beyond the padded input"),
      .optional("countIncludePad", \.countsPadding, "whether the mean counts the padding"),
    ],
    summary: "The mean of each window.",
    counts: "outputs x taps additions, those on the padding too; outputs divisions",
    synonyms: ["AvgPool1d", "AvgPool2d", "AvgPool3d", "AveragePool", "AveragePooling2D"])

  package var windowAttributes: WindowAttributes {
    WindowAttributes(kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: 1)
  }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try pooledType(of: operands[0], windowAttributes, rounding, "avgPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let taps = kernel.expanded(rank: result.spatialRank)
    let sums = Arithmetic(additions: 1).times(result.shape.extents + taps)
    return Arithmetic(divisions: 1).times(result.shape).flatMap { sums?.adding($0) }
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    windowAttributes.isIdentity(over: operands[0])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    forEachWindow(windowAttributes, of: operands[0], into: result) { (elements, positions) in
      let sum = elements.reduce(0) { $0 + Double($1) }
      return Float(sum / Double(countsPadding ? positions : elements.count))
    }
  }

}
