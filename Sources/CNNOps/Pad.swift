import CNNIR

/// A border around the spatial axes.
package struct Pad: Op {

  /// What the border is made of.
  package enum Mode: String, WordAttribute {
    /// A number.
    case constant
    /// The elements inside, mirrored at the outermost one.
    case reflect
    /// The outermost element, again and again.
    case replicate
    /// The elements from the other end on.
    case circular
  }

  package var padding: Padding = 0
  package var mode = Mode.constant
  package var value = 0.0

  package init() {}

  package static let mnemonic = "pad"

  package static let schema = Schema<Self>(
    attributes: [
      .required("padding", \.padding, in: 0...Shape.largestExtent, "widths of the border"),
      .optional(
        "mode", \.mode, "the border: \"constant\", \"reflect\", \"replicate\" or \"circular\""),
      .optional("value", \.value, "the elements of a constant border"),
    ],
    summary: "The input with a border around its spatial axes.",
    synonyms: [
      "ZeroPad2d", "ConstantPad2d", "ReflectionPad2d", "ReplicationPad2d", "CircularPad2d",
    ])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "pad")
    // pad.c1: there is a width for each axis.
    if case .explicit(let before, let after) = padding, !padding.fits(rank: x.spatialRank) {
      let count = max(before.values.count, after.values.count)
      throw WindowAttributes.rankFault("padding", count, x.spatialRank, "pad")
    }
    // pad.c2: the border is given by its widths.
    guard case .explicit = padding else {
      let message = "the padding of pad is a width, not \(padding.attributeValue)"
      throw OpFault(.attribute("padding"), "pad.c2", message)
    }
    try mode.check(widths(over: x), over: x.spatialExtents, "pad.c3")
    return TensorType(resultShape(for: x), x.element)
  }

  /// The shape of the result for a border of widths that fit.
  package func resultShape(for x: TensorType) -> Shape {
    let extents = zip(x.spatialExtents, widths(over: x)).map { $0 + $1.before + $1.after }
    return Shape(x.shape.prefix(2) + extents)
  }

  /// The widths of the border before and after each spatial axis; none for a rule.
  package func widths(over x: TensorType) -> [(before: Int, after: Int)] {
    guard case .explicit(let before, let after) = padding else { return [] }
    return (0..<x.spatialRank).map { (before[$0], after[$0]) }
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    widths(over: operands[0]).allSatisfy { $0.before == 0 && $0.after == 0 }
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    spatialReach(
      widths(over: operands[0]).map { PositionMap([-$0.before...(-$0.before)], advance: 1) })
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    let widths = self.widths(over: TensorType(operands[0].shape))
    let before = Volume.padded(widths.map(\.before), with: 0)
    forEachElement(of: result) { (n, c, z, row, column) in
      guard let iz = mode.source(of: z - before[0], over: x.depth),
        let iy = mode.source(of: row - before[1], over: x.height),
        let ix = mode.source(of: column - before[2], over: x.width)
      else { return Float(value) }
      return operands[0].elements[x(n, c, iz, iy, ix)]
    }
  }

}

extension Pad.Mode {

  /// The element of an axis that stands at a position, which may lie in the border; `nil` where the
  /// border is constant.
  ///
  /// - Requires: a border that `check` passes.
  func source(of position: Int, over extent: Int) -> Int? {
    if (0..<extent).contains(position) { return position }
    switch self {
    case .constant: return nil
    case .reflect: return position < 0 ? -position : 2 * (extent - 1) - position
    case .replicate: return position < 0 ? 0 : extent - 1
    case .circular: return position < 0 ? position + extent : position - extent
    }
  }

  /// - Throws: `constraint` when the border needs elements that an axis does not have: a mirror
  ///   shows fewer than there are, the other end at most all.
  func check(
    _ widths: [(before: Int, after: Int)], over extents: [Int], _ constraint: String
  ) throws(OpFault) {
    let margin: Int
    switch self {
    case .constant, .replicate: return
    case .reflect: margin = 1
    case .circular: margin = 0
    }
    for (width, extent) in zip(widths, extents)
    where max(width.before, width.after) > extent - margin {
      let message =
        "\(quoted(rawValue)) padding of an axis of \(extent) may be at most \(extent - margin), "
        + "not \(max(width.before, width.after))"
      throw OpFault(.attribute("padding"), constraint, message)
    }
  }

}
