import CNNIR

/// Keeps transformed filters, which take up to seven times the memory of plain ones, within limits: where
/// all parameters of a network would take more than 2.25 times the memory of those in the file, some
/// convolutions make do with smaller tiles or with none.
struct FilterBudget {

  /// The most coefficients of the windows of nodes that have to make do.
  private(set) var mostCoefficients: [ValueID: Int] = [:]

  /// Parameters of fewer elements, 64 MiB, may take what they will.
  private static let least = 1 << 24

  private struct Layer {
    let node: ValueID
    /// The ways to compute it; the first is the one in question.
    var alternatives: [ConvolutionAlternative]
  }

  init(_ contexts: [NodeContext]) {
    let layers = contexts.map {
      Layer(node: $0.node.id, alternatives: WinogradPlan.alternatives($0))
    }
    let plain = contexts.reduce(0) { (sum, context) in
      sum + context.node.slots(in: context.graph).reduce(0) { $0 + $1.shape.elementCount }
    }
    let most = max(plain / 4 * 9, Self.least)
    keep(layers.filter { !$0.alternatives.isEmpty }, from: plain, to: most)
  }

  /// Moves layers to alternatives, those first that cost the least for the memory that they save.
  ///
  /// - Parameters:
  ///   - plain: the elements of all parameters.
  ///   - most: how many they may be in the end.
  private mutating func keep(_ layers: [Layer], from plain: Int, to most: Int) {
    var layers = layers
    var size = layers.reduce(plain) { (sum, layer) in
      sum + layer.alternatives[0].filterSize - layer.alternatives.map(\.filterSize).min()!
    }
    while size > most, let (index, alternative) = cheapest(of: layers) {
      size -= layers[index].alternatives[0].filterSize - alternative.filterSize
      layers[index].alternatives[0] = alternative
      mostCoefficients[layers[index].node] = alternative.coefficients
    }
  }

  private func cheapest(
    of layers: [Layer]
  ) -> (index: Int, alternative: ConvolutionAlternative)? {
    let moves = layers.indices.flatMap { (index) in
      let current = layers[index].alternatives[0]
      return layers[index].alternatives.filter { $0.filterSize < current.filterSize }.map {
        let saved = Double(current.filterSize - $0.filterSize)
        return (index, $0, price: ($0.cost - current.cost) / saved)
      }
    }
    return moves.min { $0.price < $1.price }.map { ($0.0, $0.1) }
  }

}
