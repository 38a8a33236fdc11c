import CNNSource

/// A command with its options and what it does.
struct Command: Sendable {

  let name: String
  let operands: Operands
  /// One line on what it does.
  let summary: String
  /// Whether the command reads something that may be wrong.
  let reportsDiagnostics: Bool
  let run: @Sendable (Arguments) throws -> ExitStatus

  /// Made only for the command that is run: their texts are long.
  private let makeOptions: @Sendable () -> [Option]

  init(
    name: String, operands: Operands = .network, summary: String,
    options: @autoclosure @escaping @Sendable () -> [Option] = [],
    reportsDiagnostics: Bool = true, run: @escaping @Sendable (Arguments) throws -> ExitStatus
  ) {
    (self.name, self.operands, self.summary) = (name, operands, summary)
    (self.reportsDiagnostics, self.run) = (reportsDiagnostics, run)
    makeOptions = options
  }

  /// The command's own options.
  var options: [Option] { makeOptions() }

  /// The command's own options and those that it shares with others.
  var allOptions: [Option] {
    options + (operands.areNetworks ? Option.network : [])
      + (reportsDiagnostics ? Option.reporting : []) + [.printHelp]
  }

  var synopsis: String {
    let words = [name, operands.usage, reportsDiagnostics ? "[options]" : ""]
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The text of `cnnc help NAME`.
  var help: String {
    let rows = allOptions.map { ($0.usage, $0.help) }
    return "\(summary)\n\nUsage: cnnc \(synopsis)\n\n\(alignedRows(rows))"
  }

}

extension Command {

  static let all: [Command] = [
    .analyze, .diff, .compile, .run, .bench, .weights, .verify, .opt, .format, .explain, .ops,
    .passes,
    .completion, .helpCommand,
  ]

  /// The command called `name`.
  ///
  /// - Throws: when there is none.
  static func find(_ name: String) throws(UsageError) -> Command {
    if let command = all.first(where: { $0.name == name }) { return command }
    throw UsageError(
      message: "there is no command '\(name)'\(hint(for: name, among: all.map(\.name)))",
      command: nil)
  }

}

/// Lines of two columns, the second one aligned.
func alignedRows(_ rows: [(String, String)]) -> String {
  let width = rows.map(\.0.count).max() ?? 0
  return rows.map { (first, second) in
    "  " + first + String(repeating: " ", count: width - first.count + 2) + second + "\n"
  }.joined()
}
