import CNNCompiler
import CNNDrawing

extension Command {

  /// What `compile` writes.
  private enum Emission: String, CaseIterable {
    case swift
    case ir
    case svg
    case dot

    var isPicture: Bool { self == .svg || self == .dot }
  }

  static let compile = Command(
    name: "compile",
    summary: "Optimises a network and writes it as Swift source, as IR text or as a picture.",
    options: [
      Option(
        ["--emit"], .word("FORM", of: Emission.self),
        help: "swift (default): one file without dependencies; ir: the graph as text; "
          + "svg: a picture; dot: a graph for Graphviz"),
      .outputFile, .openBlocks, .allNetworks, .check,
    ] + Option.emittedWeights + Option.passChoice + Option.passReports
  ) { (arguments) in
    if arguments.has(Option.allNetworks.name) { return try arguments.writeAllNetworks() }
    let emission = try arguments.word("--emit", default: Emission.swift)
    if emission != .swift, let option = arguments.emissionOption {
      throw arguments.usageError("\(option) is for Swift source, not for --emit \(emission)")
    }
    let depth: Int? = try arguments.integer(Command.Option.openBlocks.name)
    guard emission.isPicture || depth == nil else {
      throw arguments.usageError("--depth is for --emit svg and dot, not for --emit \(emission)")
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
      case .svg: try arguments.writeResult(compiled.layout.svg(depth: depth ?? .max))
      case .dot: try arguments.writeResult(compiled.layout.dot(depth: depth ?? .max))
      }
      return .success
    }
  }

}

extension Command.Option {

  /// The option for pictures of large networks.
  fileprivate static let openBlocks = Self(
    ["--depth"], .integer("N", 0...1000),
    help: "with svg and dot: draw what is in the blocks of the first N levels (default: of all)")

}
