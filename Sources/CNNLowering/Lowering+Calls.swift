import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// Applies what a statement names: a layer, a block, or a value that becomes the current one.
  mutating func apply(_ expression: Expression, label: Label?) throws(Failure) -> [Value] {
    if case .call(let callee, let arguments) = expression.kind {
      return try call(callee, arguments, label: label, expression.range)
    }
    let value = try evaluate(expression)
    if case .callable(let callable) = value {
      return try call(callable, [], label: label, expression.range)
    }
    if let label { throw .mistake(.uselessLabel(label.range)) }
    return [value]
  }

  /// The results of a call.
  mutating func call(
    _ callee: Expression, _ arguments: [Argument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> [Value] {
    switch try evaluate(callee) {
    case .callable(let callable):
      return try call(callable, try evaluate(arguments), label: label, range)
    case .unknown: throw .consequence
    case let value: throw .mistake(.notCallable(value, callee.range))
    }
  }

  private mutating func call(
    _ callable: Callable, _ arguments: [EvaluatedArgument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> [Value] {
    switch callable {
    case .op(let type):
      if let builtin = Builtin(rawValue: type.mnemonic), arguments.areNumbers {
        return [try call(builtin, arguments, range)]
      }
      return [.tensor(try apply(type, arguments, label: label, range))]
    case .sharedLayer(let layer):
      return [.tensor(try apply(layer, arguments, label: label, range))]
    case .block(let definition):
      return try call(definition, arguments, label: label, isInline: false, range)
    case .function(let definition, let expression):
      if let label { throw .mistake(.uselessLabel(label.range)) }
      return [try call(definition, expression, arguments, range)]
    case .builtin(let builtin):
      return [try call(builtin, arguments, range)]
    case .network(let definition):
      throw .mistake(.networkApplied(definition.name, range))
    }
  }

  /// `inline Block(…)`: the block's layers are named in the caller's scope.
  mutating func callInline(_ expression: Expression) throws(Failure) -> [Value] {
    var callee = expression
    var arguments: [Argument] = []
    if case .call(let function, let given) = expression.kind { (callee, arguments) = (function, given) }
    switch try evaluate(callee) {
    case .callable(.block(let definition)):
      let evaluated = try evaluate(arguments)
      return try call(definition, evaluated, label: nil, isInline: true, expression.range)
    case .unknown: throw .consequence
    case let value: throw .mistake(.notABlock(value, callee.range))
    }
  }

  /// Runs a block on its first operand, or on the current value.
  private mutating func call(
    _ definition: Definition, _ arguments: [EvaluatedArgument], label: Label?, isInline: Bool,
    _ range: SourceRange
  ) throws(Failure) -> [Value] {
    var arguments = arguments
    var start = current
    if let first = arguments.first, first.label == nil, case .tensor(let value) = first.value {
      start = .value(value)
      arguments.removeFirst()
    }
    let values = try assign(arguments, to: definition, range)
    var frame = Frame(module: definition.module)
    frame.call = (definition.name.name, range)
    switch start {
    case .value(let value): frame.input = value
    case .none(let reason): throw .mistake(.noCurrentValue(reason, range))
    case .unknown: break
    }

    let component = try isInline ? nil : scopeName(label)
    let outer = current
    defer { current = outer }
    return try inNameScope(component, at: range) { (lowering) throws(Failure) in
      try lowering.nested(at: range) { (lowering) throws(Failure) in
        try lowering.inFrame(frame) { (lowering) throws(Failure) in
          try lowering.bindParameters(definition, values, at: range)
          lowering.current = start
          lowering.run(definition.body)
          defer { lowering.returned = nil }
          if let values = lowering.returned { return values }
          return [try lowering.currentValue(range)]
        }
      }
    }
  }

  /// The value of a function's expression with its parameters bound.
  private mutating func call(
    _ definition: Definition, _ expression: Expression, _ arguments: [EvaluatedArgument],
    _ range: SourceRange
  ) throws(Failure) -> Value {
    let values = try assign(arguments, to: definition, range)
    var frame = Frame(module: definition.module)
    frame.call = (definition.name.name, range)
    return try inFrame(frame) { (lowering) throws(Failure) in
      try lowering.bindParameters(definition, values, at: range)
      return try lowering.evaluate(expression)
    }
  }

}

// MARK: - Names

extension Lowering {

  /// The path component of a block: its label, or the next number.
  private mutating func scopeName(_ label: Label?) throws(Failure) -> String {
    guard let label else { return names.takeNumber() }
    return try text(of: label)
  }

  /// The text of a label.
  mutating func text(of label: Label) throws(Failure) -> String {
    let text = try text(of: label.segments)
    guard !text.isEmpty else { throw .mistake(.emptyName(label.range)) }
    guard label.isQuoted || !text.allSatisfy(\.isNumber) else {
      throw .mistake(.unquotedNumber(label.range))
    }
    return text
  }

  /// Runs `body` in the scope of names that a label opens, if there is a label.
  mutating func inNameScope<Result>(
    _ label: Label?, _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let label else { return try body(&self) }
    return try inNameScope(try text(of: label), at: label.range, body)
  }

  /// Runs `body` in the scope of names called `component`, if it is not `nil`.
  private mutating func inNameScope<Result>(
    _ component: String?, at range: SourceRange,
    _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let component else { return try body(&self) }
    let path = names.path(component)
    if let other = names.take(path, at: range) { throw .mistake(.duplicateName(path, range, other)) }
    names.open(component)
    defer { names.close() }
    return try body(&self)
  }

  /// The name of a layer: its label, the next number, or for a functional op its mnemonic.
  mutating func layerName(
    _ type: any Op.Type, _ label: Label?, at range: SourceRange
  ) throws(Failure) -> String {
    if label == nil, !type.isModule {
      return names.takeUnique(names.path(type.mnemonic), at: range)
    }
    let path = names.path(try scopeName(label))
    if let other = names.take(path, at: range) { throw .mistake(.duplicateName(path, range, other)) }
    return path
  }

}

extension [EvaluatedArgument] {

  /// Whether these are arguments for a function of numbers rather than operands of an op.
  fileprivate var areNumbers: Bool {
    !isEmpty && allSatisfy { $0.label == nil && $0.value.asDouble != nil }
  }

}
