import CNNIR

/// A trained vector for each token: `N x L` token numbers to `N x L x features`.
package struct Embedding: Op {

  package var vocabulary = 1
  package var features = 1

  package init() {}

  package static let mnemonic = "embedding"

  package static let schema = Schema<Self>(
    attributes: [
      .required("vocabulary", \.vocabulary, "number of different tokens"),
      .required("features", \.features, "extent of a token's vector"),
    ],
    summary: "The vector of each token.")

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    TensorType(Shape(operands[0].shape.extents + [features]), operands[0].element)
  }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    [ParameterSlot("weight", Shape(vocabulary, features), .embedding)]
  }

  package func weightFormula(for operands: [TensorType]) -> String { "\(vocabulary) x \(features)" }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    operands[0].shape.indices.dropFirst().map { .same($0) }
  }

  /// A number that is no token has NaNs for its vector.
  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    for (position, token) in operands[0].elements.enumerated() {
      let row = Int(exactly: token).flatMap { (0..<vocabulary).contains($0) ? $0 : nil }
      for feature in 0..<features {
        result.elements[position * features + feature] =
          row.map { parameters[0].elements[$0 * features + feature] } ?? .nan
      }
    }
  }

}
