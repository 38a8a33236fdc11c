import CNNCompiler
import CNNIR
import CNNSource

extension Command {

  static let analyze = Command(
    name: "analyze", operands: .networks,
    summary: "Prints output sizes, weight sizes, parameters and multiply-adds, layer by layer.",
    options: [
      Option(
        ["--format"], .word("FORMAT", of: AnalysisReport.Format.self),
        help: "table (default), markdown, csv, json, latex, or html: a page with pictures"),
      Option(
        ["--columns"], .text("A,B,..."),
        help: "columns of a table: \(AnalysisColumn.allNames); default and all stand for several"),
      Option(
        ["--depth"], .integer("N", 1...1000),
        help: "one row for each block: layers whose paths agree in N components"),
      Option(
        ["--convention"], .word("TOOL", of: CountingConvention.self),
        help: "multiply-adds as a tool counts them: "
          + CountingConvention.allCases.map(\.rawValue).joined(separator: ", ")),
      Option(
        ["--explain-total"], .text("TOOL,TOOL"),
        help: "why the totals of two conventions differ, op by op"),
      Option(["--optimized"], help: "the network after optimisation, and what each pass saved"),
      Option(
        ["--width"], .integer("N", 20...10_000),
        help: "characters of a line that a table fits (default: those of the terminal)"),
      Option(
        ["--charset"], .word("SET", of: Charset.self),
        help: "characters of a table: ascii or unicode (default on a terminal that has it)"),
      Option(["--compare"], help: "one row for each network"),
      Option(
        ["--sort"], .word("COLUMN", of: NetworkComparison.Column.self),
        help: "with --compare: the order of the rows, the least first"),
      Option(
        ["--sizes"], .text("A,B,..."),
        help: "one row for each size of the input's spatial axes: --sizes 224,256x320"),
      Option(
        ["--roofline"],
        help: "how long each layer takes at least, by the peak and bandwidth of this machine"),
      Option(
        ["--fail-if"], .text("BUDGET"),
        help: "end with status 2 if the network exceeds a budget: --fail-if 'macs > 600M'",
        isRepeatable: true),
      .outputFile,
    ]
  ) { (arguments) in
    let request = try AnalysisRequest(arguments)
    let reporter = try Reporter(arguments)
    return try reporter.run { try request.run(arguments, reporter) }
  }

}

/// What the options of an analysis ask for.
private struct AnalysisRequest {

  let style: AnalysisReport.Style
  let depth: Int?
  let convention: CountingConvention
  let isOptimized: Bool
  let comparedConventions: (CountingConvention, CountingConvention)?
  let comparison: (isWanted: Bool, order: NetworkComparison.Column?)
  let sizes: [[Int]]
  let budgets: [String]

  init(_ arguments: Arguments) throws(UsageError) {
    style = try arguments.analysisStyle()
    depth = try arguments.integer("--depth")
    convention = try arguments.word("--convention", default: .cnnc)
    isOptimized = arguments.has("--optimized")
    comparedConventions = try arguments.comparedConventions()
    sizes = try arguments.sizes()
    let order = try arguments.words("--sort").first.flatMap {
      NetworkComparison.Column(rawValue: $0)
    }
    comparison = (arguments.has("--compare") || !sizes.isEmpty, order)
    budgets = arguments.all("--fail-if")
    if isOptimized, convention != .cnnc {
      throw arguments.usageError("conventions count a network as written, not --optimized")
    }
    if arguments.operands.count > 1, !arguments.has("--compare") {
      throw arguments.usageError("several networks need --compare")
    }
    if order != nil, !comparison.isWanted {
      throw arguments.usageError("--sort orders the rows of --compare or --sizes")
    }
    let layerOptions = ["--columns", "--depth", "--roofline"]
    if comparison.isWanted, let option = layerOptions.first(where: arguments.has) {
      throw arguments.usageError(
        "\(option) is about layers, which --compare and --sizes do not list")
    }
    if comparedConventions != nil, arguments.has("--format") {
      throw arguments.usageError(
        "--explain-total prints one kind of table, so it takes no --format")
    }
    if !sizes.isEmpty {
      guard arguments.operands.count == 1, arguments.value("--input-shape") == nil else {
        throw arguments.usageError("--sizes takes one network, and no --input-shape")
      }
      guard arguments.network != Console.path else {
        throw arguments.usageError("--sizes reads the network several times, so it needs a file")
      }
    }
  }

  func run(_ arguments: Arguments, _ reporter: Reporter) throws -> ExitStatus {
    let budgets = try self.budgets.map { (text) in try Budget(text) }
    if let (first, second) = comparedConventions {
      let graph = try arguments.loadGraph(reporter)
      try arguments.writeResult(try ConventionComparison(graph, first, second).text)
      return .success
    }
    let reports = try self.reports(arguments, reporter)
    if comparison.isWanted {
      var networks = NetworkComparison(reports)
      if let order = comparison.order { networks = networks.sorted(by: order) }
      try arguments.writeResult(try networks.text(style))
    } else {
      var report = reports[0]
      try reporter.report(DiagnosticSet(report.warnings))
      if arguments.has("--roofline") { report = report.estimated(by: AnalysisRoofline()) }
      if let depth { report = try report.rolledUp(toDepth: depth) }
      try arguments.writeResult(try report.text(style))
    }
    let violations = reports.flatMap { (report) in budgets.compactMap { $0.violation(by: report) } }
    try reporter.report(DiagnosticSet(violations))
    return violations.isEmpty ? .success : .checkFailed
  }

  /// The report of each network, or of the network at each size.
  private func reports(_ arguments: Arguments, _ reporter: Reporter) throws -> [AnalysisReport] {
    if sizes.isEmpty {
      return try arguments.operands.map { try report(try arguments.loadGraph($0, reporter)) }
    }
    let graph = try arguments.loadGraph(reporter)
    return try sizes.map { (size) in
      let shape = try graph.inputShape(ofSize: size)
      return try report(
        try arguments.loadGraph(arguments.network, reporter, inputShape: shape))
    }
  }

  private func report(_ graph: Graph) throws -> AnalysisReport {
    try AnalysisReport(graph, optimized: isOptimized, convention: convention)
  }

}

extension Graph {

  /// The extents of the first input, without the batch, with other spatial ones: one for all, or one
  /// for each.
  ///
  /// - Throws: when the input does not have as many.
  fileprivate func inputShape(ofSize size: [Int]) throws(Diagnostic) -> [Int] {
    let type = inputs[0].type
    guard type.spatialRank > 0, size.count == 1 || size.count == type.spatialRank else {
      let text = size.map(String.init).joined(separator: "x")
      let message = "the input \(type.shape.withoutBatch) has no \(text) for its spatial axes"
      throw Diagnostic(.error, "invalid-size", message, at: .commandLine)
    }
    return [type.channels]
      + (0..<type.spatialRank).map { size.count == 1 ? size[0] : size[$0] }
  }

}

/// Which characters a table is drawn with.
enum Charset: String, CaseIterable {
  case ascii
  case unicode
}

extension AnalysisColumn {

  fileprivate static let allNames = allCases.map(\.rawValue).joined(separator: ", ")

}

extension Arguments {

  /// How the options want the analysis written.
  fileprivate func analysisStyle() throws(UsageError) -> AnalysisReport.Style {
    var style = AnalysisReport.Style()
    style.format = try word("--format", default: .table)
    style.columns = try columns()
    let isTerminal = (value(Command.Option.outputFile.name) ?? Console.path) == Console.path
    let terminal = isTerminal ? Console.terminal : nil
    style.width = try integer("--width") ?? terminal?.columns
    let charset: Charset = terminal?.hasUnicode == true ? .unicode : .ascii
    style.isUnicode = try word("--charset", default: charset) == .unicode
    return style
  }

  /// The conventions that `--explain-total` names.
  fileprivate func comparedConventions() throws(UsageError)
    -> (CountingConvention, CountingConvention)?
  {
    guard let text = value("--explain-total") else { return nil }
    var conventions: [CountingConvention] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let convention = CountingConvention(rawValue: String(word)) else {
        let names = CountingConvention.allCases.map(\.rawValue)
        throw usageError(
          "there is no convention '\(word)'\(hint(for: String(word), among: names)); there are "
            + names.joined(separator: ", "))
      }
      conventions.append(convention)
    }
    guard conventions.count == 2 else {
      throw usageError("--explain-total takes two conventions: --explain-total torchvision,thop")
    }
    return (conventions[0], conventions[1])
  }

  /// The sizes that `--sizes` names.
  fileprivate func sizes() throws(UsageError) -> [[Int]] {
    guard let text = value("--sizes") else { return [] }
    var sizes: [[Int]] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: "x", omittingEmptySubsequences: false)
      let extents = parts.compactMap { Int($0) }
      guard extents.count == parts.count,
        extents.allSatisfy({ (1...Shape.largestExtent).contains($0) })
      else {
        throw usageError(
          "--sizes is extents such as 224,256x320, each from 1 to \(Shape.largestExtent), not '\(text)'"
        )
      }
      sizes.append(extents)
    }
    return sizes
  }

  /// The columns that `--columns` names, in its order, each once.
  private func columns() throws(UsageError) -> [AnalysisColumn]? {
    guard let text = value("--columns") else { return nil }
    var columns: [AnalysisColumn] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = word.filter { $0 != " " }
      let named: [AnalysisColumn]
      switch name {
      case "all": named = AnalysisColumn.allCases
      case "default": named = AnalysisColumn.standard
      default:
        guard let column = AnalysisColumn(rawValue: name) else {
          let names = ["all", "default"] + AnalysisColumn.allCases.map(\.rawValue)
          throw usageError("there is no column '\(name)'\(hint(for: name, among: names))")
        }
        named = [column]
      }
      columns += named.filter { !columns.contains($0) }
    }
    return columns
  }

}
