import CNNIR

/// The mean of each of `size` bins that cover an axis evenly, overlapping where they must.
package struct AdaptiveAveragePool: Op {

  package var size: Extents = 1

  package init() {}

  package static let schema = Schema<Self>(
    "adaptiveAvgPool",
    attributes: [.required("size", \.size, "extents of the output")],
    summary: "The mean of each of a given number of bins.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "adaptiveAvgPool")
    // adaptiveAvgPool.c1: a size for each axis.
    guard size.fits(rank: x.spatialRank) else {
      let message = "size needs one value for each of \(x.spatialRank) spatial axes"
      throw OpFault(.attribute("size"), "adaptiveAvgPool.c1", message)
    }
    return TensorType(
      Shape(x.shape.prefix(2) + size.expanded(rank: x.spatialRank)), x.element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    operands[0].spatialExtents == size.expanded(rank: operands[0].spatialRank)
  }

  /// The input elements of bin `index` along an axis: `[index i / o, ceil((index + 1) i / o))`.
  package static func bin(_ index: Int, of outputs: Int, over extent: Int) -> Range<Int> {
    index * extent / outputs..<((index + 1) * extent + outputs - 1) / outputs
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    let y = Volume(result.shape)
    forEachElement(of: result) { (n, c, z, row, column) in
      let planes = Self.bin(z, of: y.depth, over: x.depth)
      let rows = Self.bin(row, of: y.height, over: x.height)
      let columns = Self.bin(column, of: y.width, over: x.width)
      var sum = 0.0
      for iz in planes {
        for iy in rows {
          for ix in columns { sum += Double(operands[0].elements[x(n, c, iz, iy, ix)]) }
        }
      }
      return Float(sum / Double(planes.count * rows.count * columns.count))
    }
  }

}

/// The largest element over all spatial axes, which stay with an extent of 1; a NaN wins.
package struct GlobalMaxPool: Op {

  package init() {}

  package static let schema = Schema<Self>(
    "globalMaxPool", summary: "The largest element of each channel.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try globallyPooledType(operands[0], "globalMaxPool")
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    operands[0].spatialExtents.allSatisfy { $0 == 1 }
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    let area = x.count / result.elements.count
    for channel in result.elements.indices {
      result.elements[channel] = largest(x[channel * area..<(channel + 1) * area])
    }
  }

}

/// The type of a pool over all spatial axes.
///
/// - Throws: `op.c0` when there are none.
func globallyPooledType(_ x: TensorType, _ op: String) throws(OpFault) -> TensorType {
  try x.requireSpatialAxes(of: op)
  let ones = Array(repeating: 1, count: x.spatialRank)
  return TensorType(Shape(x.shape.prefix(2) + ones), x.element)
}

/// The largest of some elements; a NaN wins.
func largest(_ elements: some Sequence<Float>) -> Float {
  elements.reduce(-.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 }
}
