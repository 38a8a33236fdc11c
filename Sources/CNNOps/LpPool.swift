import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The norm of each window: `(sum of x ^ norm) ^ (1 / norm)`.
///
/// As in PyTorch, powers are of the elements themselves, so that an odd norm makes NaN of a negative
/// sum; and a window that reaches beyond the input, which only rounding up allows, counts the mean
/// power of its elements for the missing ones.
package struct LpPool: WindowedOp {

  package var kernel: Extents = 1
  package var norm = 2.0
  /// The distance between windows; `nil` means as far as they are wide.
  package var stride: Extents?
  package var rounding = Rounding.floor

  package init() {}

  package static let mnemonic = "lpPool"

  package static let schema = Schema<Self>(
    attributes: [
      .required("kernel", \.kernel, "extents of the window"),
      .required("norm", \.norm, "the exponent of the elements; 1 is a sum, 2 a length"),
      .optional("stride", \.stride, "distance between windows (default: kernel)"),
      .optional("ceil", \.rounding, "whether a window may reach beyond the input"),
    ],
    summary: "A power average of each window: the root of the sum of the elements' powers.",
    counts:
      "outputs x taps exponentials and additions; outputs multiplications, divisions and "
      + "exponentials",
    synonyms: ["LPPool1d", "LPPool2d", "LPPool3d"])

  package var windowAttributes: WindowAttributes {
    WindowAttributes(kernel: kernel, stride: stride ?? kernel, padding: 0, dilation: 1)
  }

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "lpPool")
    let windows = try windowAttributes.windows(over: x, of: "lpPool")
    try checkNorm(norm, "lpPool.c2")
    let extents = try outputExtents(of: windows, over: x, "lpPool.c3") { (window, extent) in
      rounding.count(window, over: extent, isPadded: false)
    }
    return TensorType(Shape(x.shape.prefix(2) + extents), x.element)
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let taps = kernel.expanded(rank: result.spatialRank)
    let sums = Arithmetic(additions: 1, exponentials: 1).times(result.shape.extents + taps)
    let roots = Arithmetic(multiplications: 1, divisions: 1, exponentials: 1)
    return roots.times(result.shape).flatMap { sums?.adding($0) }
  }

  /// The number of elements of a window of an operand of a given rank.
  package func windowSize(rank: Int) -> Int { kernel.expanded(rank: rank).reduce(1, *) }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let size = Double(windowSize(rank: result.shape.count - 2))
    let inverse = 1 / norm
    forEachWindow(windowAttributes, of: operands[0], into: result) { (elements, positions) in
      let sum = elements.reduce(0) { $0 + pow(Double($1), norm) }
      return Float(pow(sum / Double(positions) * size, inverse))
    }
  }

}

/// The norm of each channel, `(sum of |x| ^ norm) ^ (1 / norm)`, as ONNX's `GlobalLpPool`.
package struct GlobalLpPool: Op {

  package var norm = 2.0

  package init() {}

  package static let mnemonic = "globalLpPool"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("norm", \.norm, "the exponent of the magnitudes; 1 is a sum, 2 a length")
    ],
    isModule: false, summary: "The root of the sum of the powers of each channel's magnitudes.",
    counts: "inputs exponentials and additions; outputs exponentials")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try checkNorm(norm, "globalLpPool.c1")
    return try globallyPooledType(operands[0], "globalLpPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let sums = Arithmetic(additions: 1, exponentials: 1).times(operands[0].shape)
    return Arithmetic(exponentials: 1).times(result.shape).flatMap { sums?.adding($0) }
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    let area = x.count / result.elements.count
    let inverse = 1 / norm
    for channel in result.elements.indices {
      let elements = x[channel * area..<(channel + 1) * area]
      let sum = elements.reduce(0) { $0 + pow(Double($1.magnitude), norm) }
      result.elements[channel] = Float(pow(sum, inverse))
    }
  }

}

/// - Throws: `constraint` unless there is a root of the order `norm`.
private func checkNorm(_ norm: Double, _ constraint: String) throws(OpFault) {
  guard norm > 0, norm.isFinite else {
    let message = "norm must be a number above 0, not \(norm)"
    throw OpFault(.attribute("norm"), constraint, message)
  }
}
