import CNNIR

/// Writes the statements that compute the folded parameters of one layer.
///
/// What occurs more than once is computed once, as a constant of its own.
struct FoldingWriter {

  private let shapes: (String) -> Shape

  /// How often each expression occurs that is no constant.
  private var uses: [ParameterExpression: Int] = [:]

  /// The constants that stand for expressions.
  private var constants: [ParameterExpression: String] = [:]

  private var names = SwiftNames()

  init(_ group: StoredParameters.Group, shapes: @escaping (String) -> Shape) {
    self.shapes = shapes
    for entry in group.entries { count(entry.expression) }
  }

  /// Writes the statements that append `entry` to `parameters`.
  mutating func write(_ entry: StoredParameters.Entry, to writer: inout SwiftWriter) {
    if case .tensor(let name) = entry.expression {
      return writer.write("parameters += tensors.weights[\(literal(name))]!")
    }
    writeShared(in: entry.expression, to: &writer)
    let name = declare(entry.expression, as: entry.slot, to: &writer)
    writer.write("parameters += \(name).rounded")
  }

  private mutating func count(_ expression: ParameterExpression) {
    if case .constant = expression { return }
    uses[expression, default: 0] += 1
    // What a shared expression is made of is written once, with it.
    if uses[expression]! == 1 { expression.operands.forEach { count($0) } }
  }

  /// Declares the shared parts of `expression`, the innermost first.
  private mutating func writeShared(
    in expression: ParameterExpression, to writer: inout SwiftWriter
  ) {
    guard constants[expression] == nil else { return }
    for operand in expression.operands { writeShared(in: operand, to: &writer) }
    guard uses[expression, default: 0] > 1 else { return }
    var name = "factor"
    if case .tensor(let path) = expression { name = String(path.split(separator: ".").last ?? "") }
    declare(expression, as: name, to: &writer)
  }

  /// Declares a constant for `expression`, over several lines where one is too short.
  @discardableResult
  private mutating func declare(
    _ expression: ParameterExpression, as name: String, to writer: inout SwiftWriter
  ) -> String {
    if let name = constants[expression] { return name }
    writeLongOperands(of: expression, to: &writer)
    let value = text(of: expression)
    let name = names.add(name, prefix: "value")
    let head = "let \(name): Exact ="
    if writer.fits("\(head) \(value)") {
      writer.write("\(head) \(value)")
    } else if !writer.fits("  " + value), case .arithmetic(let function, let a, let b) = expression
    {
      writer.write("\(head)\n  \(operandText(of: a))")
      writer.write("  \(function.operator) \(operandText(of: b))")
    } else if case .concatenation(let operands) = expression {
      writer.list("\(head) Exact(joining: [", operands.map(text), "])")
    } else {
      writer.write("\(head)\n  \(value)")
    }
    constants[expression] = name
    return name
  }

  /// Declares the operands whose operations do not fit a line.
  private mutating func writeLongOperands(
    of expression: ParameterExpression, to writer: inout SwiftWriter
  ) {
    if writer.fits("  " + text(of: expression)) { return }
    for operand in expression.operands
    where !operand.operands.isEmpty && !writer.fits("    \(operandText(of: operand)).squareRoot()")
    {
      declare(operand, as: "part", to: &writer)
    }
  }

  private func text(of expression: ParameterExpression) -> String {
    if let name = constants[expression] { return name }
    switch expression {
    case .tensor(let name):
      let arguments = [literal(name)] + shapes(name).map(String.init)
      return "tensors[\(arguments.joined(separator: ", "))]"
    case .constant(let value):
      return "Exact(\(literal(value)))"
    case .squareRoot(let operand):
      return "\(operandText(of: operand)).squareRoot()"
    case .norm(let operand):
      return "\(operandText(of: operand)).norm()"
    case .sum(let operand):
      return "\(operandText(of: operand)).sum()"
    case .reshape(let operand, let shape):
      let extents = shape.map(String.init).joined(separator: ", ")
      return "\(operandText(of: operand)).reshaped(\(extents))"
    case .broadcast(let operand, let shape):
      let extents = shape.map(String.init).joined(separator: ", ")
      return "\(operandText(of: operand)).broadcast(\(extents))"
    case .concatenation(let operands):
      return "Exact(joining: [\(operands.map(text).joined(separator: ", "))])"
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
