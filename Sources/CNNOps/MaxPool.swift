import CNNIR

/// The largest element of each window; padding never wins, a NaN always does.
package struct MaxPool: WindowedOp {

  package var kernel: Extents = 1
  /// The distance between windows; `nil` means as far as they are wide.
  package var stride: Extents?
  package var padding: Padding = 0
  package var dilation: Extents = 1
  package var rounding = Rounding.floor

  package init() {}

  package static let mnemonic = "maxPool"

  package static let schema = Schema<Self>(
    attributes: [
      .required("kernel", \.kernel, "extents of the window"),
      .optional("stride", \.stride, "distance between windows (default: kernel)"),
      .optional("padding", \.padding, in: 0...Shape.largestExtent, "empty border of the input"),
      .optional("dilation", \.dilation, "distance between the taps of a window"),
      .optional("ceil", \.rounding, "whether a window may reach beyond the padded input"),
    ],
    summary: "The largest element of each window.",
    counts: "outputs x taps comparisons, those on the padding too",
    synonyms: ["MaxPool1d", "MaxPool2d", "MaxPool3d", "MaxPooling2D"])

  package var windowAttributes: WindowAttributes {
    WindowAttributes(kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation)
  }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try pooledType(of: operands[0], windowAttributes, rounding, "maxPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(comparisons: 1).times(
      result.shape.extents + kernel.expanded(rank: result.spatialRank))
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    windowAttributes.isIdentity(over: operands[0])
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    forEachWindow(windowAttributes, of: operands[0], into: result) { (elements, _) in
      largest(elements)
    }
  }

}
