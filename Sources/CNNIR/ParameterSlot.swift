/// A parameter that an op owns: its place in the op, its shape and what it is for.
package struct ParameterSlot: Sendable, Hashable {

  /// The last component of the parameter's name, as in PyTorch's `state_dict`.
  package var name: String
  package var shape: Shape
  package var role: ParameterRole

  package init(_ name: String, _ shape: Shape, _ role: ParameterRole) {
    self.name = name
    self.shape = shape
    self.role = role
  }

}

/// What a parameter is for. It decides how `seed:N` fills it and whether training changes it.
package enum ParameterRole: String, Sendable, Hashable, CaseIterable {
  /// The weight of a convolution or dense layer, outputs first.
  case weight
  /// The weight of a transposed convolution, inputs first.
  case transposedWeight
  case bias
  case normWeight
  case runningMean
  case runningVariance
  /// The factor of negative elements in a PReLU.
  case slope
  /// The vectors of tokens.
  case embedding

  /// Whether the parameter is a statistic that is stored but not trained.
  package var isBuffer: Bool { self == .runningMean || self == .runningVariance }
}

/// A tensor that a weights file holds under its name.
package struct NamedTensor: Sendable, Hashable {

  package var name: String
  package var shape: Shape
  package var role: ParameterRole

  package init(name: String, shape: Shape, role: ParameterRole) {
    self.name = name
    self.shape = shape
    self.role = role
  }

}
