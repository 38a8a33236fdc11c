import CNNIR

/// A node that breaks one labelled constraint, and what is said about it.
struct ConstraintCase: Sendable, CustomStringConvertible {

  let label: String
  let inputs: [Shape]
  let node: String
  let message: String

  init(_ label: String, _ inputs: Shape..., node: String, _ message: String) {
    self.label = label
    self.inputs = inputs
    self.node = node
    self.message = message
  }

  var description: String { "\(label): \(message)" }

  static let all = layers + poolsAndNorms + activations + layoutsAndJoins

}
