import CNNIR

/// Writes parameters as statements that append them to `parameters`.
struct FoldingWriter {

  private let shapes: (String) -> Shape

  /// How often each computed expression occurs.
  private var uses: [ParameterExpression: Int] = [:]

  /// The constants that hold expressions which occur more than once.
  private var constants: [ParameterExpression: String] = [:]

  private var names = SwiftNames(reserved: ["exact", "parameters", "weights"])

  init(_ parameters: StoredParameters, shapes: @escaping (String) -> Shape) {
    self.shapes = shapes
    for entry in parameters.entries { count(entry.expression) }
  }

  /// Writes the statement for `entry`, after those for what it shares with others.
  mutating func write(_ entry: StoredParameters.Entry, to writer: inout SwiftWriter) {
    if case .tensor(let name) = entry.expression {
      return writer.write("parameters += weights[\(literal(name))]!")
    }
    writeShared(in: entry.expression, layer: entry.layer, to: &writer)
    let value = text(of: entry.expression)
    writer.list("parameters += (", [value], ").rounded")
  }

  private mutating func count(_ expression: ParameterExpression) {
    guard expression.isComputed else { return }
    uses[expression, default: 0] += 1
    // What a shared expression is made of is written once, with it.
    if uses[expression]! == 1 { expression.operands.forEach { count($0) } }
  }

  /// Declares the shared parts of `expression`, the innermost first.
  private mutating func writeShared(
    in expression: ParameterExpression, layer: String, to writer: inout SwiftWriter
  ) {
    guard constants[expression] == nil else { return }
    for operand in expression.operands { writeShared(in: operand, layer: layer, to: &writer) }
    guard uses[expression, default: 0] > 1 else { return }
    let value = text(of: expression)
    let name = names.add("\(layer)_factor", prefix: "layer")
    writer.list("let \(name): Exact = ", [value], "")
    constants[expression] = name
  }

  private func text(of expression: ParameterExpression) -> String {
    if let name = constants[expression] { return name }
    switch expression {
    case .tensor(let name):
      let arguments = [literal(name)] + shapes(name).map(String.init)
      return "exact(\(arguments.joined(separator: ", ")))"
    case .constant(let value):
      return "Exact.constant(\(literal(value)))"
    case .squareRoot(let operand):
      return "\(operandText(of: operand)).squareRoot()"
    case .reshape(let operand, let shape):
      let extents = shape.map(String.init).joined(separator: ", ")
      return "\(operandText(of: operand)).reshaped(\(extents))"
    case .arithmetic(let function, let a, let b):
      return "\(operandText(of: a)) \(function.operator) \(operandText(of: b))"
    }
  }

  /// The text of `expression` as part of another: in parentheses if it is an operation.
  private func operandText(of expression: ParameterExpression) -> String {
    let text = text(of: expression)
    if case .arithmetic = expression, constants[expression] == nil { return "(\(text))" }
    return text
  }

}

extension ParameterExpression {

  /// The expressions that this one is computed from.
  fileprivate var operands: [ParameterExpression] {
    switch self {
    case .tensor, .constant: []
    case .squareRoot(let operand), .reshape(let operand, _): [operand]
    case .arithmetic(_, let a, let b): [a, b]
    }
  }

  /// Whether there is anything to compute.
  fileprivate var isComputed: Bool { !operands.isEmpty }

}

extension ParameterExpression.Arithmetic {

  /// The operator that the emitted code uses.
  fileprivate var `operator`: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    }
  }

}
