import CNNIR

/// An op over each of `size` bins that cover an axis evenly, overlapping where they must.
protocol AdaptivePool: Op {

  var size: Extents { get }

  /// The result for the elements of a bin.
  func reduce(_ elements: [Float]) -> Float

}

extension AdaptivePool {

  /// The type of the result.
  ///
  /// - Throws: `op.c0`, or `constraint` unless there is a size for each axis.
  func adaptedType(
    _ x: TensorType, _ constraint: String, _ op: String
  ) throws(OpFault) -> TensorType {
    try x.requireSpatialAxes(of: op)
    guard size.fits(rank: x.spatialRank) else {
      let message = "size needs one value for each of \(x.spatialRank) spatial axes"
      throw OpFault(.attribute("size"), constraint, message)
    }
    return TensorType(
      Shape(x.shape.prefix(2) + size.expanded(rank: x.spatialRank)), x.element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    operands[0].spatialExtents == size.expanded(rank: operands[0].spatialRank)
  }

  /// Batch, channels, and for each spatial axis the sum of the extents of its bins.
  ///
  /// `o` bins over `x` elements have `x + o - gcd(x, o)`: neighbours share an element unless the
  /// border between them falls between two.
  fileprivate func binnedExtents(_ x: TensorType) -> [Int] {
    let sums = x.spatialExtents.enumerated().map { (axis, extent) in
      extent + size[axis] - greatestCommonDivisor(extent, size[axis])
    }
    return x.shape.prefix(2) + sums
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let sizes = size.expanded(rank: operands[0].spatialRank)
    return spatialReach(zip(operands[0].spatialExtents, sizes).map(binMap))
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    let y = Volume(result.shape)
    forEachElement(of: result) { (n, c, z, row, column) in
      var elements: [Float] = []
      for iz in bin(z, of: y.depth, over: x.depth) {
        for iy in bin(row, of: y.height, over: x.height) {
          for ix in bin(column, of: y.width, over: x.width) {
            elements.append(operands[0].elements[x(n, c, iz, iy, ix)])
          }
        }
      }
      return reduce(elements)
    }
  }

}

/// The input elements of bin `index` along an axis: `[index i / o, ceil((index + 1) i / o))`.
private func bin(_ index: Int, of outputs: Int, over extent: Int) -> Range<Int> {
  index * extent / outputs..<((index + 1) * extent + outputs - 1) / outputs
}

/// Which elements each of `outputs` bins over an axis holds. Bins whose borders fall between elements
/// alike are alike.
private func binMap(over extent: Int, _ outputs: Int) -> PositionMap? {
  let divisor = greatestCommonDivisor(extent, outputs)
  return PositionMap(period: outputs / divisor, advance: extent / divisor) {
    ClosedRange(bin($0, of: outputs, over: extent))
  }
}

/// The mean of each bin.
package struct AdaptiveAveragePool: AdaptivePool {

  package var size: Extents = 1

  package init() {}

  package static let mnemonic = "adaptiveAvgPool"

  package static let schema = Schema<Self>(
    attributes: [.required("size", \.size, "extents of the output")],
    summary: "The mean of each of a given number of bins.",
    counts: "an addition for each element of each bin; outputs divisions",
    synonyms: ["AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // adaptiveAvgPool.c1: a size for each axis.
    try adaptedType(operands[0], "adaptiveAvgPool.c1", "adaptiveAvgPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let sums = Arithmetic(additions: 1).times(binnedExtents(operands[0]))
    return Arithmetic(divisions: 1).times(result.shape).flatMap { sums?.adding($0) }
  }

  func reduce(_ elements: [Float]) -> Float {
    Float(elements.reduce(0) { $0 + Double($1) } / Double(elements.count))
  }

}

/// The largest element of each bin; a NaN wins.
package struct AdaptiveMaxPool: AdaptivePool {

  package var size: Extents = 1

  package init() {}

  package static let mnemonic = "adaptiveMaxPool"

  package static let schema = Schema<Self>(
    attributes: [.required("size", \.size, "extents of the output")],
    summary: "The largest element of each of a given number of bins.",
    counts: "a comparison for each element of each bin",
    synonyms: ["AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // adaptiveMaxPool.c1: a size for each axis.
    try adaptedType(operands[0], "adaptiveMaxPool.c1", "adaptiveMaxPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(comparisons: 1).times(binnedExtents(operands[0]))
  }

  func reduce(_ elements: [Float]) -> Float { largest(elements) }

}

/// The largest element over all spatial axes, which stay with an extent of 1; a NaN wins.
package struct GlobalMaxPool: Op {

  package init() {}

  package static let mnemonic = "globalMaxPool"

  package static let schema = Schema<Self>(
    summary: "The largest element of each channel.", counts: "inputs comparisons",
    synonyms: ["GlobalMaxPooling2D"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try globallyPooledType(operands[0], "globalMaxPool")
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(comparisons: 1).times(operands[0].shape)
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
