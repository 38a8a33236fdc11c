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
      let (callable, arguments) = try flatten(callable, [], expression.range)
      return try call(callable, arguments, label: label, expression.range)
    }
    if let label, !value.isUnknown { throw .mistake(.uselessLabel(label.range)) }
    return [value]
  }

  /// The results of a call.
  mutating func call(
    _ callee: Expression, _ arguments: [Argument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> [Value] {
    let (callable, arguments) = try evaluateParts(callee, arguments)
    return try call(callable, arguments, label: label, range)
  }

  /// The value of a call in an expression.
  ///
  /// A layer or block without an operand is not applied yet: it is a layer with attributes, which
  /// may be passed on. Where a value of the network is needed, it is applied to the current one.
  mutating func evaluateCall(
    _ callee: Expression, _ arguments: [Argument], _ range: SourceRange
  ) throws(Failure) -> Value {
    let (callable, arguments) = try evaluateParts(callee, arguments)
    if callable.takesOperands(besides: arguments) {
      let value = Value.callable(.partial(Partial(callable, arguments)))
      try checkSize(value.parts, range)
      return value
    }
    return try call(callable, arguments, label: nil, range).single(range)
  }

  /// A value where one of the network is needed: a layer with attributes is applied after all.
  mutating func applied(_ value: Value, _ range: SourceRange) throws(Failure) -> Value {
    guard case .callable(.partial(let partial)) = value else { return value }
    try charge(partial.arguments.count, at: range)
    return try call(partial.callable, partial.arguments, label: nil, range).single(range)
  }

  /// What a call calls, which is not partial, and the values of its arguments.
  private mutating func evaluateParts(
    _ callee: Expression, _ arguments: [Argument]
  ) throws(Failure) -> (Callable, [EvaluatedArgument]) {
    let function = evaluateReporting(callee)
    let arguments = try evaluate(arguments)
    switch function {
    case .callable(let callable): return try flatten(callable, arguments, callee.range)
    case .unknown: throw .consequence
    case let value: throw .mistake(.notCallable(value, callee.range))
    }
  }

  /// `callable` with `arguments`, as what is called in the end and all of its arguments.
  private mutating func flatten(
    _ callable: Callable, _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> (Callable, [EvaluatedArgument]) {
    let (callable, all) = callable.flattened(arguments)
    try charge(all.count, at: range)
    return (callable, all)
  }

  /// - Requires: a callable that is not partial.
  private mutating func call(
    _ callable: Callable, _ arguments: [EvaluatedArgument], label: Label?, _ range: SourceRange
  ) throws(Failure) -> [Value] {
    switch callable {
    case .op(let type):
      // `max` and the like are functions of numbers too.
      if let builtin = Builtin(rawValue: type.mnemonic), arguments.areNumbers {
        return [try call(builtin, arguments, range)]
      }
      return [.tensor(try apply(type, arguments, label: label, range))]
    case .sharedLayer(let layer):
      return [.tensor(try apply(layer, arguments, label: label, range))]
    case .block(let definition):
      return try call(definition, arguments, component: try scopeName(label, at: range), range)
    case .function(let definition, let expression):
      if let label { throw .mistake(.uselessLabel(label.range)) }
      return [try call(definition, expression, arguments, range)]
    case .builtin(let builtin):
      if let label { throw .mistake(.uselessLabel(label.range)) }
      return [try call(builtin, arguments, range)]
    case .split:
      if let label { throw .mistake(.uselessLabel(label.range)) }
      return try split(arguments, range)
    case .network(let definition):
      throw .mistake(.networkApplied(definition.name, range))
    case .partial: preconditionFailure("flattening leaves nothing partial")
    }
  }

  /// `inline Block(…)`: the block's layers are named in the caller's scope.
  mutating func callInline(_ expression: Expression) throws(Failure) -> [Value] {
    let (callee, given) = expression.callParts
    let (callable, arguments) = try evaluateParts(callee, given)
    guard case .block(let definition) = callable else {
      throw .mistake(.notABlock(.callable(callable), callee.range))
    }
    return try call(definition, arguments, component: nil, expression.range)
  }

  /// Runs a block on its first operand, or on the current value, in the scope called `component`.
  private mutating func call(
    _ definition: Definition, _ arguments: [EvaluatedArgument], component: ScopeName?,
    _ range: SourceRange
  ) throws(Failure) -> [Value] {
    var rest = arguments[...]
    var start = current
    if let first = arguments.first, first.label == nil {
      switch first.value {
      case .tensor(let value):
        start = .value(value)
        rest = rest.dropFirst()
      // It may have been meant as the operand or as the first parameter.
      case .unknown: throw .consequence
      default: break
      }
    }
    let values = try assign(Array(rest), to: definition, range)
    try descend(Self.blockDepth, at: range)
    defer { ascend(Self.blockDepth) }
    if case .none(let reason) = start { throw .mistake(.noCurrentValue(reason, range)) }
    var inner = Frame(module: definition.module)
    inner.call = .init(name: definition.name.name, range: range)
    inner.input = start

    let outer = current
    defer { current = outer }
    return try inNameScope(component) { (lowering) throws(Failure) in
      try lowering.inFrame(inner) { (lowering) throws(Failure) in
        lowering.bindParameters(definition, values)
        lowering.current = start
        lowering.run(definition.body)
        defer { lowering.returned = nil }
        if let values = lowering.returned { return values }
        return [.tensor(try lowering.currentTensor(range))]
      }
    }
  }

  /// The value of a function's expression with its parameters bound.
  private mutating func call(
    _ definition: Definition, _ expression: Expression, _ arguments: [EvaluatedArgument],
    _ range: SourceRange
  ) throws(Failure) -> Value {
    let values = try assign(arguments, to: definition, range)
    var inner = Frame(module: definition.module)
    inner.call = .init(name: definition.name.name, range: range)
    // A function reads `it` and `in` as the expression that calls it does.
    inner.input = frame.input
    return try inFrame(inner) { (lowering) throws(Failure) in
      lowering.bindParameters(definition, values)
      return try lowering.evaluate(expression)
    }
  }

}

extension Expression {

  /// The callee and the arguments of a call; a name alone is called without arguments.
  var callParts: (callee: Expression, arguments: [Argument]) {
    if case .call(let callee, let arguments) = kind { (callee, arguments) } else { (self, []) }
  }

}

extension [EvaluatedArgument] {

  /// Whether these are arguments for a function of numbers rather than operands of an op.
  fileprivate var areNumbers: Bool {
    !isEmpty && allSatisfy { $0.label == nil && $0.value.asDouble != nil }
  }

}

extension EvaluatedArgument {

  /// Whether this is an operand where it leads the arguments, or may have been meant as one.
  var isOperand: Bool { label == nil && value.isTensors }

  /// Whether this is a layer or block with arguments, as an operand to be applied.
  var isPartial: Bool {
    if case .callable(.partial) = value { label == nil } else { false }
  }

}

extension Callable {

  /// Whether this is a layer or block and `arguments` give it nothing to be applied to.
  fileprivate func takesOperands(besides arguments: [EvaluatedArgument]) -> Bool {
    if let first = arguments.first, first.isOperand { return false }
    switch self {
    case .op where arguments.first?.isPartial == true: return false
    case .op(let type): return Builtin(rawValue: type.mnemonic) == nil || !arguments.areNumbers
    case .block: return true
    case .network, .function, .builtin, .sharedLayer, .split, .partial: return false
    }
  }

}
