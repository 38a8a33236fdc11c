import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Local response normalisation across channels:
/// `x / (k + alpha / size * sum of squares of the nearest channels) ^ beta`
/// (Krizhevsky et al., 2012, whose paper does not divide alpha by the size).
package struct LRN: Op {

  package var size = 1
  package var alpha = 1e-4
  package var beta = 0.75
  package var k = 1.0
  package var alphaOverSize = true

  package init() {}

  package static let mnemonic = "lrn"

  package static let schema = Schema<Self>(
    attributes: [
      .required("size", \.size, "number of channels in the sum"),
      .optional("alpha", \.alpha, "the factor of the sum"),
      .optional("beta", \.beta, "the exponent"),
      .optional("k", \.k, "what is added to the sum"),
      .optional("alphaOverSize", \.alphaOverSize, "whether alpha is divided by the size"),
    ],
    summary: "Each element over a power of the energy of the channels around it.",
    counts:
      "a multiplication and an addition for each channel of each window; outputs "
      + "multiplications, additions, divisions and exponentials",
    synonyms: ["LocalResponseNorm"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // lrn.c1: there are channels.
    guard operands[0].shape.count >= 2 else {
      throw OpFault(.operand(0), "lrn.c1", "lrn needs an axis of channels")
    }
    return operands[0]
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    let element = Arithmetic(multiplications: 1, additions: 1, divisions: 1, exponentials: 1)
    let squares = Arithmetic(multiplications: 1, additions: 1)
    guard let neighbours = neighbours(of: result.channels),
      let sums = squares.times([result.shape[0], neighbours] + result.shape.dropFirst(2))
    else { return nil }
    return element.times(result.shape)?.adding(sums)
  }

  /// The channels in the windows of `count` channels, taken together.
  private func neighbours(of count: Int) -> Int? {
    /// The channels within `reach` on one side of each.
    func side(_ reach: Int) -> Int? {
      let reach = min(reach, count - 1)
      // The first `reach` channels have 0, 1, … beside them, the others all.
      return checkedProduct([count - 1 - reach, reach]).flatMap { (full) in
        checkedSum([full, reach * (reach + 1) / 2])
      }
    }
    guard let below = side(window.before), let above = side(window.after) else { return nil }
    return checkedSum([count, below, above])
  }

  /// How many channels below and above one count with it. As PyTorch's, an even size reaches one further
  /// down than up.
  package var window: (before: Int, after: Int) { (size / 2, (size - 1) / 2) }

  /// The factor of the sum of squares.
  package var factor: Double { alphaOverSize ? alpha / Double(size) : alpha }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    let channels = result.shape[1]
    let area = result.shape.dropFirst(2).reduce(1, *)
    let (window, factor) = (self.window, self.factor)
    for index in x.indices {
      let channel = index / area % channels
      let first = max(channel - window.before, 0)
      let last = min(channel + window.after, channels - 1)
      var sum = 0.0
      for neighbour in first...last {
        let value = Double(x[index + (neighbour - channel) * area])
        sum += value * value
      }
      result.elements[index] = Float(Double(x[index]) / pow(k + factor * sum, beta))
    }
  }

}
