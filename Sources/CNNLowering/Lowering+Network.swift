import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// A network's own text, and the arguments that specialisations give it.
  private struct Template {
    var definition: Definition
    var arguments: [String: EvaluatedArgument] = [:]
  }

  /// Finds the network, runs its body, and checks that it has a result.
  mutating func buildNetwork() throws(Failure) {
    guard let name = try selectNetwork() else { return }
    frames = [Frame(module: 0)]
    let template = try template(of: name)
    let definition = template.definition
    // What the command line says is evaluated as if it stood in the file.
    let arguments = template.arguments.merging(evaluateSettings(definition)) { $1 }
    try checkComplete(arguments, definition, at: name.range)
    graph.name = name.name
    frames = [Frame(module: definition.module)]
    bindParameters(definition, arguments)
    run(definition.body)
    finishOutputs(definition)
    checkInputs()
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

  /// The networks of the file itself that need no arguments, in order. One with a mistake that leaves
  /// that open is taken for such a network, so that building it shows the mistake.
  mutating func completeNetworks() -> [String] {
    let names = modules[0].networks.compactMap { modules[0].entries[$0]?.name }
    return names.filter { isComplete($0) }.map(\.name)
  }

  private mutating func isComplete(_ name: Identifier) -> Bool {
    frames = [Frame(module: 0)]
    guard let template = try? template(of: name) else { return true }
    return template.definition.parameters.allSatisfy { (parameter) in
      parameter.defaultValue != nil || template.arguments[parameter.name.name] != nil
    }
  }

  /// The network behind a chain of specialisations, with the arguments that they give it.
  ///
  /// An argument is evaluated in the module of the specialisation that gives it. Where two of the
  /// chain give the same one, the outer one counts.
  private mutating func template(of name: Identifier) throws(Failure) -> Template {
    let (definition, chain) = try specializations(of: name)
    var template = Template(definition: definition)
    for link in chain.reversed() {
      frames.append(Frame(module: link.module))
      defer { frames.removeLast() }
      let given = try match(evaluate(link.arguments), to: definition)
      template.arguments.merge(given) { $1 }
    }
    return template
  }

  /// The network that `name` leads to, and the specialisations on the way, the outermost first.
  private mutating func specializations(
    of name: Identifier
  ) throws(Failure) -> (Definition, [(arguments: [Argument], module: Int)]) {
    var name = name
    var module = 0
    var seen: Set<Identifier> = []
    var chain: [(arguments: [Argument], module: Int)] = []
    while true {
      guard let found = declaration(name.name, inModule: module) else {
        throw .mistake(try unknownNetwork(name, inModule: module))
      }
      module = found.module
      switch found.entry.declaration.kind {
      case .network(let own, let parameters, let body):
        let definition = Definition(
          name: own, parameters: parameters, body: body, module: module)
        return (definition, chain)
      case .specialization(let own, let expression):
        if !seen.insert(own).inserted { throw .mistake(.networkCycle(name)) }
        let (callee, arguments) = expression.callParts
        guard case .name(let base) = callee.kind else {
          throw .mistake(.expectedNetworkCall(expression.range))
        }
        chain.append((arguments, module))
        name = Identifier(base, callee.range)
      case .import, .function, .block, .constant, .emit:
        throw .mistake(.notANetwork(name))
      }
    }
  }

  /// The values that the command line gives to the network's parameters.
  private mutating func evaluateSettings(
    _ definition: Definition
  ) -> [String: EvaluatedArgument] {
    var values: [String: EvaluatedArgument] = [:]
    for (name, expression) in options.settings {
      if definition.parameters.contains(where: { $0.name.name == name.name }) {
        values[name.name] = EvaluatedArgument(
          label: name, value: evaluateReporting(expression), range: expression.range,
          settings: [name])
      } else {
        let set = options.settings.map(\.name.name)
        let free = definition.parameters.map(\.name.name).filter { !set.contains($0) }
        report(.mistake(.unknownParameter(name, of: definition, free: free)))
      }
    }
    return values
  }

  /// The mistake of specialising a network that there is none of.
  private func unknownNetwork(
    _ name: Identifier, inModule module: Int
  ) throws(Failure) -> Diagnostic {
    if isIncomplete(module) { throw .consequence }
    return .unknownName(name.name, name.range, among: networkNames(inModule: module))
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

  /// Warns of inputs that the network need not have: no layer reads them, and they are no outputs.
  private mutating func checkInputs() {
    // A mistake may have cost the layer that reads the input.
    guard graph.inputs.count > 1, !diagnostics.containsError else { return }
    let read = Set(graph.nodes.flatMap(\.operands) + graph.outputs.map(\.value))
    for input in graph.inputs where !read.contains(input.id) {
      report(.mistake(.unusedInput(input.name, input.range)))
    }
  }

}
