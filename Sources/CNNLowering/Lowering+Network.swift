import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// Finds the network, runs its body, and checks that it has a result.
  mutating func buildNetwork() throws(Failure) {
    guard let name = try selectNetwork() else { return }
    frames = [Frame(module: 0)]
    let (definition, arguments, frame) = try resolve(name, [])
    graph.name = name.name
    frames = [frame]
    try bindParameters(definition, arguments, at: definition.name.range, isNetwork: true)
    run(definition.body)
    finishOutputs(definition)
    checkTotals()
  }

  /// The name of the network to build; `nil` when mistakes in the text explain its absence.
  private mutating func selectNetwork() throws(Failure) -> Identifier? {
    let module = modules[0]
    if let wanted = options.network {
      if let entry = module.entries[wanted], entry.declaration.isNetwork { return entry.name }
      throw .mistake(.noSuchNetwork(wanted, module.networks, module.file))
    }
    guard let last = module.networks.last else {
      if diagnostics.containsError { return nil }
      throw .mistake(.noNetwork(module.file))
    }
    return module.entries[last]?.name
  }

  /// The network behind a chain of specialisations, with the arguments that they give it.
  ///
  /// An argument is evaluated in the frame of the specialisation that gives it. Where two of the
  /// chain give the same one, the outer one counts.
  private mutating func resolve(
    _ name: Identifier, _ chain: [String]
  ) throws(Failure) -> (Definition, [String: Value], Frame) {
    guard let (entry, module) = declaration(name.name, inModule: frame.module) else {
      throw .mistake(unknownName(name.name, name.range))
    }
    if chain.contains(name.name) { throw .mistake(.networkCycle(name)) }
    frames = [Frame(module: module)]
    switch entry.declaration.kind {
    case .network(let own, let parameters, let body):
      let definition = Definition(name: own, parameters: parameters, body: body, module: module)
      return (definition, [:], Frame(module: module))
    case .specialization(_, let expression):
      let (callee, arguments) = try networkCall(expression)
      var given: [String: Value] = [:]
      let (definition, inner, frame) = try resolve(callee, chain + [name.name])
      frames = [Frame(module: module)]
      for (parameter, value) in try match(arguments, to: definition, expression.range) {
        given[parameter] = value
      }
      return (definition, inner.merging(given) { $1 }, frame)
    case .import, .function, .block, .constant:
      throw .mistake(.notANetwork(name))
    }
  }

  /// The callee and the arguments of `ResNet(…)` or `ResNet`.
  private func networkCall(
    _ expression: Expression
  ) throws(Failure) -> (Identifier, [Argument]) {
    switch expression.kind {
    case .name(let name): return (Identifier(name, expression.range), [])
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind { return (Identifier(name, callee.range), arguments) }
    default: break
    }
    throw .mistake(.expectedNetworkCall(expression.range))
  }

  /// The value of each parameter that `arguments` give.
  private mutating func match(
    _ arguments: [Argument], to definition: Definition, _ range: SourceRange
  ) throws(Failure) -> [(String, Value)] {
    let evaluated = try evaluate(arguments)
    return try assign(evaluated, to: definition, range).map { ($0.key, $0.value) }
  }

  /// Makes the value of the last statement the output of a network that names none.
  private mutating func finishOutputs(_ definition: Definition) {
    guard graph.outputs.isEmpty else { return }
    switch current {
    case .value(let value): graph.addOutput(value)
    case .none(let reason):
      if !diagnostics.containsError { report(.mistake(.noOutput(definition.name, reason))) }
    case .unknown: break
    }
  }

}
