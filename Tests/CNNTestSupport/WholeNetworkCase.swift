import CNNIR

/// A network in `specs/` with seeded weights as PyTorch computes it, from `whole_networks.json`.
package struct WholeNetworkCase: Decodable, Sendable, CustomStringConvertible {

  /// What is known of an output: its shape, where its elements start, and their statistics.
  package struct Output: Decodable, Sendable {
    package let shape: [Int]
    package let first: [Float]
    package let mean: Double
    /// The root of the mean squared distance from the mean.
    package let standardDeviation: Double
    package let minimum: Float
    package let maximum: Float
  }

  /// The file in `specs/`, without its suffix.
  package let spec: String
  /// The network in the file; the last one when `nil`.
  package let network: String?
  /// The extents of the input without the batch.
  package let inputShape: [Int]
  /// The seeds of the weights and of the input.
  package let weights: UInt64
  package let input: UInt64
  package let outputs: [Output]

  package var description: String { network.map { "\(spec) \($0)" } ?? spec }

  /// All cases of `whole_networks.json`.
  package static let all: [WholeNetworkCase] = cases(of: "whole_networks.json")

}

extension WholeNetworkCase.Output {

  /// Checks the elements and the statistics of `tensor`, up to `tolerance` times the largest
  /// magnitude of an element.
  ///
  /// - Throws: the first difference.
  package func check(
    _ tensor: Tensor, within tolerance: Double, _ what: String
  ) throws(TensorDifference) {
    guard tensor.shape == Shape(shape) else {
      throw TensorDifference(
        description: "\(what): the shape is [\(tensor.shape)] instead of [\(Shape(shape))]")
    }
    let elements = tensor.elements.map(Double.init)
    let count = Double(elements.count)
    let mean = elements.reduce(0, +) / count
    let variance = elements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let statistics: [(String, observed: Double, expected: Double)] = [
      ("mean", mean, self.mean),
      ("standard deviation", variance.squareRoot(), standardDeviation),
      ("minimum", elements.min() ?? .nan, Double(minimum)),
      ("maximum", elements.max() ?? .nan, Double(maximum)),
    ]
    let values = zip(elements, first).enumerated().map { (index, pair) in
      ("element \(index)", observed: pair.0, expected: Double(pair.1))
    }
    let scale = Double(max(abs(minimum), abs(maximum)))
    // Written so that a NaN is a difference.
    for (name, observed, expected) in values + statistics
    where !(abs(observed - expected) <= tolerance * scale) {
      throw TensorDifference(
        description: "\(what): the \(name) is \(observed) instead of \(expected), which is more "
          + "than \(tolerance) of the scale \(scale) off")
    }
  }

}
