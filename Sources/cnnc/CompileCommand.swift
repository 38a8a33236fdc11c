import CNNCompiler
import CNNDrawing

extension Command {

  /// What `compile` writes.
  private enum Emission: String, CaseIterable {
    case swift
    case program
    case ir
    case svg
    case dot
  }

  static let compile = Command(
    name: "compile",
    summary:
      "Optimises a network and writes it as Swift source, as a program, as text or as a picture.",
    options: [
      Option(
        ["--emit"], .word("FORM", of: Emission.self),
        help:
          "swift (default): one file without dependencies; program: a file for 'run' and 'bench', "
          + "with the weights as this machine reads them; ir: the graph as text; svg: a picture; "
          + "dot: a graph for Graphviz"),
      .outputFile, .openBlocks, .allNetworks, .check,
    ] + Option.compiledWeights + Option.emittedSource
      + Option.execution.map { $0.only(with: "program") } + Option.passChoice + Option.passReports
  ) { (arguments) in
    if arguments.has(Option.allNetworks.name) { return try arguments.writeAllNetworks() }
    let emission = try arguments.word("--emit", default: Emission.swift)
    try checkOptions(arguments, for: emission)
    let depth: Int? = try arguments.integer(Command.Option.openBlocks.name)
    let passes = try ReportedPasses(.optimization, arguments)
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let network = try arguments.loadNetwork(reporter)
      let compiled = CompiledNetwork(
        try passes.run(on: network.graph, reporter), from: network.graph)
      switch emission {
      case .swift: return try arguments.writeSwift(compiled, network.settings, reporter)
      case .program: try arguments.writeProgram(compiled, reporter)
      case .ir: try arguments.writeResult(compiled.irText)
      case .svg: try arguments.writeResult(compiled.layout.svg(depth: depth ?? .max))
      case .dot: try arguments.writeResult(compiled.layout.dot(depth: depth ?? .max))
      }
      return .success
    }
  }

  /// Checks that all options that are given say something about what is written.
  ///
  /// - Throws: `UsageError` that names one that does not.
  private static func checkOptions(
    _ arguments: Arguments, for emission: Emission
  ) throws(UsageError) {
    let uses: [(options: [Option], forms: [Emission])] = [
      ([.openBlocks], [.svg, .dot]),
      (Option.compiledWeights, [.swift, .program]),
      (Option.emittedSource + [.check], [.swift]),
      (Option.execution, [.program]),
    ]
    for (options, forms) in uses where !forms.contains(emission) {
      guard let option = options.map(\.name).first(where: arguments.has) else { continue }
      let list = forms.map(\.rawValue).joined(separator: " and ")
      throw arguments.usageError("\(option) is for --emit \(list), not for --emit \(emission)")
    }
  }

}

extension Command.Option {

  /// The option for pictures of large networks.
  fileprivate static let openBlocks = Self(
    ["--depth"], .integer("N", 0...1000),
    help: "with svg and dot: draw what is in the blocks of the first N levels (default: of all)")

}
