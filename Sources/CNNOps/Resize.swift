import CNNIR

/// Resampling of the spatial axes to another size, with PyTorch's coordinates.
package struct Resize: Op {

  /// How an output element is made of input elements.
  package enum Mode: String, WordAttribute {
    case nearest
    case nearestExact = "nearest-exact"
    /// Linear along each axis, whatever their number.
    case bilinear
    /// Cubic along each axis, with the coefficient -0.75 (Keys, 1981).
    case bicubic
  }

  /// The extents of the result; `nil` when a scale gives them.
  package var size: Extents?
  /// The factor of all extents, which also maps the coordinates; `nil` when there is a size.
  package var scale: Double?
  package var mode = Mode.nearest
  package var alignCorners = false

  package init() {}

  package static let schema = Schema<Self>(
    "resize",
    attributes: [
      .optional("size", \.size, "extents of the output (or like: a value to take them from)"),
      .optional("scale", \.scale, "factor of the extents, instead of a size"),
      .optional(
        "mode", \.mode, "\"nearest\", \"nearest-exact\", \"bilinear\" or \"bicubic\""),
      .optional("alignCorners", \.alignCorners, "whether the corners keep their places"),
    ],
    summary: "The input at another size.",
    synonyms: ["upsample", "UpSampling2D", "interpolate"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    try x.requireSpatialAxes(of: "resize")
    // resize.c1: a size or a scale.
    guard (size == nil) != (scale == nil) else {
      throw OpFault(.node, "resize.c1", "resize needs either a size (or like) or a scale")
    }
    // resize.c2: a value for each axis.
    guard size?.fits(rank: x.spatialRank) ?? true else {
      let message = "size needs one value for each of \(x.spatialRank) spatial axes"
      throw OpFault(.attribute("size"), "resize.c2", message)
    }
    // resize.c3: corners are aligned between elements that are mixed.
    guard !alignCorners || mode == .bilinear || mode == .bicubic else {
      let message = "only \"bilinear\" and \"bicubic\" can align corners"
      throw OpFault(.attribute("alignCorners"), "resize.c3", message)
    }
    var extents: [Int] = []
    for (axis, extent) in x.spatialExtents.enumerated() {
      let scaled = size.map { Double($0[axis]) } ?? (Double(extent) * (scale ?? 1)).rounded(.down)
      // resize.c4: something is left, and it can be counted.
      guard scaled >= 1, scaled <= Double(Shape.largestExtent) else {
        let message = "the scale must make extents from 1 to \(Shape.largestExtent)"
        throw OpFault(.attribute("scale"), "resize.c4", message)
      }
      extents.append(Int(scaled))
    }
    return TensorType(Shape(x.shape.prefix(2) + extents), x.element)
  }

  package func isIdentity(on operands: [TensorType]) -> Bool {
    (try? resultType(for: operands)) == operands[0] && (scale == nil || scale == 1)
  }

  /// The input elements that make up an output element along one axis, with their weights.
  package func taps(_ output: Int, _ input: Int, of index: Int) -> [(position: Int, weight: Double)]
  {
    let last = input - 1
    switch mode {
    case .nearest, .nearestExact:
      // PyTorch computes these coordinates in float32, which decides ties.
      let step = scale.map { Float(1 / $0) } ?? Float(input) / Float(output)
      let place = (Float(index) + (mode == .nearest ? 0 : 0.5)) * step
      return [(min(Int(place), last), 1)]
    case .bilinear:
      // PyTorch leaves an axis alone whose extent stays, even if a scale says otherwise.
      if output == input { return [(index, 1)] }
      let place = max(self.place(index, input, output), 0)
      let first = min(Int(place), last)
      let fraction = place - Double(first)
      return [(first, 1 - fraction), (min(first + 1, last), fraction)]
    case .bicubic:
      let place = self.place(index, input, output)
      let first = Int(place.rounded(.down))
      let fraction = place - Double(first)
      return (-1...2).map { (distance) in
        (min(max(first + distance, 0), last), Self.cubic(Double(distance) - fraction))
      }
    }
  }

  /// The place in the input of an output element: between the first and last elements when the
  /// corners are aligned, else with the elements' centres half a step inside.
  private func place(_ index: Int, _ input: Int, _ output: Int) -> Double {
    if alignCorners {
      return output > 1 ? Double(index) * Double(input - 1) / Double(output - 1) : 0
    }
    let step = scale.map { 1 / $0 } ?? Double(input) / Double(output)
    return (Double(index) + 0.5) * step - 0.5
  }

  /// The weight of an element at a distance below 2.
  private static func cubic(_ distance: Double) -> Double {
    let a = -0.75
    let x = abs(distance)
    // At 2 this is 0, not -0, which would turn the sign of a -0.
    return x <= 1
      ? ((a + 2) * x - (a + 3)) * x * x + 1
      : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = Volume(operands[0].shape)
    let y = Volume(result.shape)
    let rank = result.shape.count - 2
    /// The taps of an axis; the axes that are missing in front stay as they are.
    func taps(_ axis: Int, _ index: Int, _ input: Int, _ output: Int) -> [(Int, Double)] {
      axis < 3 - rank ? [(index, 1)] : self.taps(output, input, of: index)
    }
    forEachElement(of: result) { (n, c, z, row, column) in
      // What leaves every number as it is when it is added: 0 makes 0 of -0.
      var sum = -0.0
      for (iz, wz) in taps(0, z, x.depth, y.depth) {
        for (iy, wy) in taps(1, row, x.height, y.height) {
          for (ix, wx) in taps(2, column, x.width, y.width) {
            sum += wz * wy * wx * Double(operands[0].elements[x(n, c, iz, iy, ix)])
          }
        }
      }
      return Float(sum)
    }
  }

}
