/// A node's parameter: a named tensor, or a pure function of named tensors.
///
/// A pass that folds one op into another rewrites the expression and leaves the numbers for later,
/// so that it works with and without weights. Operands of an arithmetic function broadcast as in
/// NumPy. Evaluation is in double precision with one rounding at the end.
package indirect enum ParameterExpression: Sendable, Hashable {
  case tensor(String)
  case constant(Double)
  case squareRoot(ParameterExpression)
  /// The Euclidean norm over all axes but the first, which stay with an extent of 1.
  case norm(ParameterExpression)
  /// The sum over all axes but the first, which stay with an extent of 1.
  case sum(ParameterExpression)
  case arithmetic(Arithmetic, ParameterExpression, ParameterExpression)
  case reshape(ParameterExpression, Shape)
  /// The value repeated along axes of extent 1, and along new ones in front, to fill a shape.
  case broadcast(ParameterExpression, Shape)
  /// The values one after the other along the first axis.
  case concatenation([ParameterExpression])

  package enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    case add
    case subtract
    case multiply
    case divide

    package func callAsFunction(_ a: Double, _ b: Double) -> Double {
      switch self {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      }
    }
  }

  /// Whether both are computed alike. Unlike the number itself, a constant that is not a number equals
  /// itself.
  package static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.tensor(let x), .tensor(let y)): x == y
    case (.constant(let x), .constant(let y)): x.bitPattern == y.bitPattern
    case (.squareRoot(let x), .squareRoot(let y)), (.norm(let x), .norm(let y)),
      (.sum(let x), .sum(let y)):
      x == y
    case (.arithmetic(let f, let x1, let x2), .arithmetic(let g, let y1, let y2)):
      f == g && x1 == y1 && x2 == y2
    case (.reshape(let x, let shape), .reshape(let y, let other)),
      (.broadcast(let x, let shape), .broadcast(let y, let other)):
      shape == other && x == y
    case (.concatenation(let x), .concatenation(let y)): x == y
    default: false
    }
  }

  package static func + (a: Self, b: Self) -> Self { combined(.add, a, b) }
  package static func - (a: Self, b: Self) -> Self { combined(.subtract, a, b) }
  package static func * (a: Self, b: Self) -> Self { combined(.multiply, a, b) }
  package static func / (a: Self, b: Self) -> Self { combined(.divide, a, b) }

  /// The function of two expressions; that of two constants is a constant.
  private static func combined(_ function: Arithmetic, _ a: Self, _ b: Self) -> Self {
    guard case .constant(let x) = a, case .constant(let y) = b else {
      return .arithmetic(function, a, b)
    }
    return .constant(function(x, y))
  }

  /// How deep an expression may nest; a pass that would exceed it leaves the graph as it is.
  package static let depthLimit = 200

  /// The expressions that this one is computed from.
  package var operands: [ParameterExpression] {
    switch self {
    case .tensor, .constant: []
    case .squareRoot(let operand), .norm(let operand), .sum(let operand),
      .reshape(let operand, _), .broadcast(let operand, _):
      [operand]
    case .arithmetic(_, let a, let b): [a, b]
    case .concatenation(let operands): operands
    }
  }

  /// The same function of other values: of those that `values` has for the names of tensors.
  package func substituting(_ values: [String: ParameterExpression]) -> ParameterExpression {
    switch self {
    case .tensor(let name): values[name] ?? self
    case .constant: self
    case .squareRoot(let x): .squareRoot(x.substituting(values))
    case .norm(let x): .norm(x.substituting(values))
    case .sum(let x): .sum(x.substituting(values))
    case .arithmetic(let function, let a, let b):
      .arithmetic(function, a.substituting(values), b.substituting(values))
    case .reshape(let x, let shape): .reshape(x.substituting(values), shape)
    case .broadcast(let x, let shape): .broadcast(x.substituting(values), shape)
    case .concatenation(let operands): .concatenation(operands.map { $0.substituting(values) })
    }
  }

  /// How deep the expression nests: 1 for a tensor or a constant.
  package var depth: Int { 1 + (operands.map(\.depth).max() ?? 0) }

  /// The named tensors that the expression reads, in order, repeated where it repeats them.
  package var tensorNames: [String] {
    var names: [String] = []
    appendTensorNames(to: &names)
    return names
  }

  private func appendTensorNames(to names: inout [String]) {
    if case .tensor(let name) = self { names.append(name) }
    for operand in operands { operand.appendTensorNames(to: &names) }
  }

  /// The shape of the value, or `nil` when a name is unknown or shapes do not go together.
  package func shape(of shapes: (String) -> Shape?) -> Shape? {
    switch self {
    case .tensor(let name):
      return shapes(name)
    case .constant:
      return Shape()
    case .squareRoot(let operand):
      return operand.shape(of: shapes)
    case .norm(let operand), .sum(let operand):
      guard let shape = operand.shape(of: shapes), !shape.isEmpty else { return nil }
      return Shape(shape.prefix(1) + Array(repeating: 1, count: shape.count - 1))
    case .arithmetic(_, let a, let b):
      guard let a = a.shape(of: shapes), let b = b.shape(of: shapes) else { return nil }
      return a.broadcast(with: b)
    case .reshape(let operand, let shape):
      guard let count = operand.shape(of: shapes)?.checkedElementCount, shape.isValid
      else { return nil }
      return count == shape.elementCount ? shape : nil
    case .broadcast(let operand, let shape):
      guard shape.isValid, let own = operand.shape(of: shapes) else { return nil }
      return own.broadcast(with: shape) == shape ? shape : nil
    case .concatenation(let operands):
      return Self.shape(ofConcatenation: operands.map { $0.shape(of: shapes) })
    }
  }

  private static func shape(ofConcatenation shapes: [Shape?]) -> Shape? {
    guard let first = shapes.first ?? nil, !first.isEmpty else { return nil }
    let known = shapes.compactMap(\.self)
    guard known.count == shapes.count,
      known.allSatisfy({ $0.dropFirst().elementsEqual(first.dropFirst()) && !$0.isEmpty }),
      let count = checkedSum(known.map { $0[0] })
    else { return nil }
    let shape = Shape([count] + first.dropFirst())
    return shape.isValid ? shape : nil
  }

}

extension ParameterExpression: CustomStringConvertible {

  /// The expression as IR text writes it.
  package var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the expression to `text`, each part once.
  private func write(to text: inout String) {
    switch self {
    case .tensor(let name): return text += "@" + irName(name)
    case .constant(let value): return text += String(value)
    case .squareRoot: text += "sqrt("
    case .norm: text += "norm("
    case .sum: text += "sum("
    case .arithmetic(let function, _, _): text += function.rawValue + "("
    case .reshape: text += "reshape("
    case .broadcast: text += "broadcast("
    case .concatenation: text += "concat("
    }
    for (index, operand) in operands.enumerated() {
      if index > 0 { text += ", " }
      operand.write(to: &text)
    }
    switch self {
    case .reshape(_, let shape), .broadcast(_, let shape): text += ", [\(shape)]"
    case .tensor, .constant, .squareRoot, .norm, .sum, .arithmetic, .concatenation: break
    }
    text += ")"
  }

}

extension Shape {

  /// The shape of an elementwise function of two tensors under NumPy's rules.
  package func broadcast(with other: Shape) -> Shape? {
    if extents == other.extents { return self }
    guard count >= other.count else { return other.broadcast(with: self) }
    var result = self
    for (axis, extent) in zip((count - other.count)..., other.extents) {
      guard self[axis] == extent || self[axis] == 1 || extent == 1 else { return nil }
      if extent > self[axis] { result.extents[axis] = extent }
    }
    return result
  }

}
