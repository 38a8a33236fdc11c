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
      .outputFile,
      Option(
        ["--remarks"],
        help: "say, on standard error, which rewrites almost applied, and why they did not"),
    ]
  ) { (arguments) in
    let emission = try arguments.word("--emit", default: Emission.swift)
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let network = try CompiledNetwork(
        try arguments.loadGraph(reporter), wantsRemarks: arguments.has("--remarks"))
      try reporter.report(network.remarks)
      switch emission {
      case .swift: try arguments.writeResult(try network.swiftSource(madeFrom: arguments.network))
      case .ir: try arguments.writeResult(network.graph.description)
      }
      return .success
    }
  }

}
