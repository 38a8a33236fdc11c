import CNNCompiler

extension Command {

  /// What `compile` writes.
  private enum Emission: String, CaseIterable {
    case swift
    case ir
  }

  static let compile = Command(
    name: "compile",
    summary: "Optimises a network and writes it as Swift source or as IR text.",
    options: [
      Option(
        ["--emit"], .word("FORM", of: Emission.self),
        help: "swift (default): one file without dependencies; ir: the graph as text"),
      .outputFile, .allNetworks, .check,
    ] + Option.emittedWeights + Option.passChoice + Option.passReports
  ) { (arguments) in
    if arguments.has(Option.allNetworks.name) { return try arguments.writeAllNetworks() }
    let emission = try arguments.word("--emit", default: Emission.swift)
    if emission != .swift, let option = arguments.emissionOption {
      throw arguments.usageError("\(option) is for Swift source, not for --emit \(emission)")
    }
    let passes = try ReportedPasses(.optimization, arguments)
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let network = try arguments.loadNetwork(reporter)
      let compiled = CompiledNetwork(
        try passes.run(on: network.graph, reporter), from: network.graph)
      switch emission {
      case .swift: return try arguments.writeSwift(compiled, network.settings, reporter)
      case .ir: try arguments.writeResult(compiled.irText)
      }
      return .success
    }
  }

}
