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

  package static let mnemonic = "resize"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("size", \.size, "extents of the output (or like: a value to take them from)"),
      .optional("scale", \.scale, "factor of the extents, instead of a size"),
      .optional(
        "mode", \.mode, "\"nearest\", \"nearest-exact\", \"bilinear\" or \"bicubic\""),
      .optional("alignCorners", \.alignCorners, "whether the corners keep their places"),
    ],
    summary: "The input at another size.",
    counts:
      "outputs x elements that each is a mixture of (bilinear: 2 along each axis that "
      + "changes, bicubic: 4 along each) multiplications and additions; none for nearest",
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

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let taps = zip(operands[0].spatialExtents, result.spatialExtents).map(tapCount)
    guard taps.contains(where: { $0 > 1 }) else { return Arithmetic() }
    return Arithmetic(multiplications: 1, additions: 1).times(result.shape.extents + taps)
  }

  /// The input elements that make up an output element along one axis.
  private func tapCount(_ input: Int, _ output: Int) -> Int {
    switch mode {
    case .nearest, .nearestExact: 1
    case .bilinear: input == output ? 1 : 2
    case .bicubic: 4
    }
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
      return [(min(Int(nearestPlace(index, input, output)), last), 1)]
    case .bilinear:
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

  /// Which elements of an axis of `input` those of one of `output` are made of, if it did not end.
  private func positionMap(_ input: Int, _ output: Int) -> PositionMap? {
    let divisor = greatestCommonDivisor(input, output)
    let isUneven = alignCorners || scale.map { Double(input) * $0 != Double(output) } ?? false
    // A scale that does not fit the extents, and aligned corners, repeat nothing within the axis.
    let (period, advance) = isUneven ? (output, input) : (output / divisor, input / divisor)
    return PositionMap(period: period, advance: advance) { positions(output, input, of: $0) }
  }

  /// The input elements that make up an output element along an axis that does not end.
  private func positions(_ output: Int, _ input: Int, of index: Int) -> ClosedRange<Int> {
    if mode == .nearest || mode == .nearestExact {
      let place = Int(nearestPlace(index, input, output))
      return place...place
    }
    // PyTorch leaves an axis alone whose extent stays, even if a scale says otherwise.
    if mode == .bilinear, output == input { return index...index }
    let place = self.place(index, input, output)
    let first = Int(place.rounded(.down))
    if place == Double(first) { return first...first }
    return mode == .bilinear ? first...first + 1 : first - 1...first + 2
  }

  /// The place in the input of an output element that is a copy; PyTorch computes it in float32, which
  /// decides ties.
  private func nearestPlace(_ index: Int, _ input: Int, _ output: Int) -> Float {
    let step = scale.map { Float(1 / $0) } ?? Float(input) / Float(output)
    return (Float(index) + (mode == .nearest ? 0 : 0.5)) * step
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

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    spatialReach(zip(operands[0].spatialExtents, result.spatialExtents).map(positionMap))
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
    let planes = (0..<y.depth).map { taps(0, $0, x.depth, y.depth) }
    let rows = (0..<y.height).map { taps(1, $0, x.height, y.height) }
    let columns = (0..<y.width).map { taps(2, $0, x.width, y.width) }
    for z in 0..<y.depth {
      for row in 0..<y.height {
        for column in 0..<y.width {
          let mixture = planes[z].flatMap { (iz, wz) in
            rows[row].flatMap { (iy, wy) in
              columns[column].map { (ix, wx) in (x(0, 0, iz, iy, ix), wz * wy * wx) }
            }
          }
          mix(mixture, of: operands[0], into: result, at: y(0, 0, z, row, column))
        }
      }
    }
  }

  /// Stores the mixture of the elements of each channel at some offsets, with their weights.
  private func mix(
    _ mixture: [(offset: Int, weight: Double)], of x: TensorView, into y: MutableTensorView,
    at offset: Int
  ) {
    let planes = x.shape[0] * x.shape[1]
    let (area, resultArea) = (x.elements.count / planes, y.elements.count / planes)
    for plane in 0..<planes {
      let elements = x.elements[(plane * area)...]
      // A single element has all the weight.
      if mixture.count == 1 {
        y.elements[plane * resultArea + offset] = elements[plane * area + mixture[0].offset]
        continue
      }
      // What leaves every number as it is when it is added: 0 makes 0 of -0.
      var sum = -0.0
      for (source, weight) in mixture { sum += weight * Double(elements[plane * area + source]) }
      y.elements[plane * resultArea + offset] = Float(sum)
    }
  }

}
