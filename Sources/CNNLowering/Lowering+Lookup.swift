import CNNIR
import CNNSource
import CNNSyntax

/// What is known about a constant that was needed.
enum Constant {
  /// Its expression is being evaluated.
  case pending
  case value(Value)
}

extension Lowering {

  /// The value that a name stands for: a local one, a declaration, a layer or a function.
  mutating func value(named name: String, _ range: SourceRange) throws(Failure) -> Value {
    if name == "it" { return .tensor(try currentTensor(range)) }
    if name == "in" { return try input(range) }
    if let binding = frame.binding(name) {
      settingsRead.formUnion(binding.settings)
      return binding.value
    }
    if let (entry, module) = declaration(name, inModule: frame.module) {
      return try value(of: entry, inModule: module)
    }
    if let type = table[name] { return .callable(.op(type)) }
    if let builtin = Builtin(rawValue: name) { return .callable(.builtin(builtin)) }
    if name == Callable.splitName { return .callable(.split) }
    throw .mistake(try unknownName(name, range))
  }

  /// The value that entered the block.
  private func input(_ range: SourceRange) throws(Failure) -> Value {
    switch frame.input {
    case .value(let value): return .tensor(value)
    case .none(let reason): throw .mistake(.noCurrentValue(reason, range))
    case .unknown: throw .consequence
    }
  }

  private mutating func value(
    of entry: Module.Entry, inModule module: Int
  ) throws(Failure) -> Value {
    func definition(_ parameters: [Parameter], _ body: [Statement]) -> Definition {
      Definition(name: entry.name, parameters: parameters, body: body, module: module)
    }
    switch entry.declaration.kind {
    case .block(_, let parameters, let body):
      return .callable(.block(definition(parameters, body)))
    case .network(_, let parameters, let body):
      return .callable(.network(definition(parameters, body)))
    case .specialization:
      return .callable(.network(definition([], [])))
    case .function(_, let parameters, let expression):
      return .callable(.function(definition(parameters, []), expression))
    case .constant(let name, let expression):
      return try value(ofConstant: name, expression, inModule: module)
    case .import, .emit:
      return .unknown
    }
  }

  /// The value of `let name = …` at the top of a file, evaluated once.
  private mutating func value(
    ofConstant name: Identifier, _ expression: Expression, inModule module: Int
  ) throws(Failure) -> Value {
    switch constants[name] {
    case .value(let value): return value
    case .pending: throw .mistake(.constantCycle(name))
    case nil: break
    }
    constants[name] = .pending
    // A constant means the same wherever it is read.
    let outer = current
    current = .none("a constant stands outside of the network")
    defer { current = outer }
    var inner = Frame(module: module)
    inner.input = current
    frames.append(inner)
    let value = evaluateReporting(expression)
    frames.removeLast()
    constants[name] = .value(value)
    return value
  }

  /// The mistake of using a name that means nothing, with the nearest one that does.
  ///
  /// - Throws: a consequence, when the text that may declare the name could not be read.
  mutating func unknownName(
    _ name: String, _ range: SourceRange
  ) throws(Failure) -> Diagnostic {
    if isIncomplete(frame.module) { throw .consequence }
    if let mnemonic = table.mnemonic(forSynonym: name) {
      return .unknownName(name, range, meaning: mnemonic)
    }
    let locals = frame.scopes.reversed().flatMap { $0.keys.sorted() }
    let candidates =
      locals + declaredNames(inModule: frame.module) + table.mnemonics
      + Builtin.allCases.map(\.rawValue) + ["it", "in", "true", "false", Callable.splitName]
    try charge(candidates.count, at: range)
    return .unknownName(name, range, among: candidates)
  }

}
