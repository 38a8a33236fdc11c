/// A parameter that an op owns: its place in the op, its shape and what it is for.
package struct ParameterSlot: Sendable, Hashable {

  /// The last component of the parameter's name, as in PyTorch's `state_dict`.
  package var name: String
  package var shape: Shape
  package var role: ParameterRole
  /// Whether the tensor is stored as directions and, for each first index, a length: weight
  /// normalisation (Salimans and Kingma, 2016).
  package var isWeightNormalized = false

  package init(_ name: String, _ shape: Shape, _ role: ParameterRole) {
    self.name = name
    self.shape = shape
    self.role = role
  }

  /// The tensors that are stored for the slot, by the names that PyTorch gives them, and the slot's
  /// value made of them: `w`, or `g v / |v|` of `w_g` and `w_v`.
  ///
  /// - Parameter fullName: the name of a stored tensor, given the last component.
  package func storage(
    _ fullName: (String) -> String
  ) -> (tensors: [NamedTensor], value: ParameterExpression) {
    guard isWeightNormalized else {
      let tensor = NamedTensor(name: fullName(name), shape: shape, role: role)
      return ([tensor], .tensor(tensor.name))
    }
    let ones = Array(repeating: 1, count: shape.count - 1)
    let lengths = NamedTensor(
      name: fullName(name + "_g"), shape: Shape(shape.prefix(1) + ones), role: .normWeight)
    let directions = NamedTensor(name: fullName(name + "_v"), shape: shape, role: role)
    let v = ParameterExpression.tensor(directions.name)
    return ([lengths, directions], .tensor(lengths.name) * (v / .norm(v)))
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
