import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// A network's own text, and the arguments that specialisations give it.
  private struct Template {
    var definition: Definition
    var arguments: [String: Value] = [:]
  }

  /// Finds the network, runs its body, and checks that it has a result.
  mutating func buildNetwork() throws(Failure) {
    guard let name = try selectNetwork() else { return }
    frames = [Frame(module: 0)]
    let template = try template(of: name, [])
    let definition = template.definition
    // What the command line says is evaluated as if it stood in the file.
    let arguments = template.arguments.merging(evaluateSettings(definition)) { $1 }
    try checkComplete(arguments, definition, at: name.range)
    graph.name = name.name
    frames = [Frame(module: definition.module)]
    try bindParameters(definition, arguments)
    run(definition.body)
    finishOutputs(definition)
    checkTotals()
  }

  /// The name of the network to build; `nil` when mistakes in the text explain its absence.
  private func selectNetwork() throws(Failure) -> Identifier? {
    let module = modules[0]
    if let wanted = options.network {
      if let (entry, _) = declaration(wanted, inModule: 0), entry.declaration.isNetwork {
        return entry.name
      }
      if isIncomplete(0) { return nil }
      throw .mistake(.noSuchNetwork(wanted, networkNames(inModule: 0), module.file))
    }
    guard let last = module.networks.last else {
      if diagnostics.containsError { return nil }
      throw .mistake(.noNetwork(module.file))
    }
    return module.entries[last]?.name
  }

  /// The network behind a chain of specialisations, with the arguments that they give it.
  ///
  /// An argument is evaluated in the module of the specialisation that gives it. Where two of the
  /// chain give the same one, the outer one counts.
  private mutating func template(
    of name: Identifier, _ chain: [String]
  ) throws(Failure) -> Template {
    if chain.contains(name.name) { throw .mistake(.networkCycle(name)) }
    guard let (entry, module) = declaration(name.name, inModule: frame.module) else {
      throw .mistake(try unknownNetwork(name))
    }
    switch entry.declaration.kind {
    case .network(let own, let parameters, let body):
      return Template(
        definition: Definition(name: own, parameters: parameters, body: body, module: module))
    case .specialization(_, let expression):
      let (callee, arguments) = expression.callParts
      guard case .name(let base) = callee.kind else {
        throw .mistake(.expectedNetworkCall(expression.range))
      }
      frames.append(Frame(module: module))
      defer { frames.removeLast() }
      var template = try template(of: Identifier(base, callee.range), chain + [name.name])
      let given = try match(evaluate(arguments), to: template.definition)
      template.arguments.merge(given) { $1 }
      return template
    case .import, .function, .block, .constant:
      throw .mistake(.notANetwork(name))
    }
  }

  /// The values that the command line gives to the network's parameters.
  private mutating func evaluateSettings(_ definition: Definition) -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, expression) in options.settings {
      if definition.parameters.contains(where: { $0.name.name == name.name }) {
        values[name.name] = evaluateReporting(expression)
      } else {
        let set = options.settings.map(\.name.name)
        let free = definition.parameters.map(\.name.name).filter { !set.contains($0) }
        report(.mistake(.unknownParameter(name, of: definition, free: free)))
      }
    }
    return values
  }

  /// The mistake of specialising a network that there is none of.
  private func unknownNetwork(_ name: Identifier) throws(Failure) -> Diagnostic {
    if isIncomplete(frame.module) { throw .consequence }
    return .unknownName(
      name.name, name.range, among: networkNames(inModule: frame.module))
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
