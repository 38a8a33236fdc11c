import CNNIR

/// A part of the spatial extents: around the centre, or from an offset on.
package struct Crop: Op {

  package var size: Extents = 1
  /// Where the part starts; `nil` means in the middle, the odd element after it.
  package var offset: Extents?

  package init() {}

  package static let mnemonic = "crop"

  package static let schema = Schema<Self>(
    attributes: [
      .required("size", \.size, "extents of the part (or like: a value to take them from)"),
      .optional(
        "offset", \.offset, in: 0...Shape.largestExtent,
        "where it starts (default: in the middle)"),
    ],
    isModule: false, summary: "A part of the rows and columns.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "crop")
    // crop.c1: a size for each axis.
    guard size.fits(rank: x.spatialRank), offset?.fits(rank: x.spatialRank) ?? true else {
      let message = "crop needs one value for each of \(x.spatialRank) spatial axes"
      throw OpFault(.attribute("size"), "crop.c1", message)
    }
    for (axis, extent) in x.spatialExtents.enumerated() {
      // crop.c2: the part lies within the input.
      guard size[axis] <= extent, start(axis, extent) + size[axis] <= extent else {
        let part = Shape(size.expanded(rank: x.spatialRank))
        let message = "\(part) is no part of \(Shape(x.spatialExtents))"
        throw OpFault(.attribute("size"), "crop.c2", message)
      }
    }
    let extents = size.expanded(rank: x.spatialRank)
    return TensorType(Shape(x.shape.prefix(2) + extents), x.element)
  }

  /// The first position of the part along an axis.
  package func start(_ axis: Int, _ extent: Int) -> Int {
    offset?[axis] ?? (extent - size[axis]) / 2
  }

  package var isRearrangement: Bool { true }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    operands[0].spatialExtents == size.expanded(rank: operands[0].spatialRank)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    spatialReach(
      operands[0].spatialExtents.enumerated().map { (axis, extent) in
        let start = start(axis, extent)
        return PositionMap([start...start], advance: 1)
      })
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let input = TensorType(operands[0].shape)
    let starts = input.spatialExtents.enumerated().map { start($0, $1) }
    let origin = Volume.padded(starts, with: 0)
    let x = Volume(operands[0].shape)
    forEachElement(of: result) { (n, c, z, row, column) in
      operands[0].elements[x(n, c, origin[0] + z, origin[1] + row, origin[2] + column)]
    }
  }

}

/// Stores `value` of each position.
func forEachElement(
  of result: MutableTensorView,
  _ value: (_ n: Int, _ c: Int, _ z: Int, _ row: Int, _ column: Int) -> Float
) {
  let y = Volume(result.shape)
  for n in 0..<y.batch {
    for c in 0..<y.channels {
      for z in 0..<y.depth {
        for row in 0..<y.height {
          for column in 0..<y.width {
            result.elements[y(n, c, z, row, column)] = value(n, c, z, row, column)
          }
        }
      }
    }
  }
}
