/// A command with its options and what it does.
struct Command: Sendable {

  var name: String
  var operands = Operands.network
  /// One line on what it does.
  var summary: String
  var options: [Option]
  var run: @Sendable (Arguments) throws -> ExitStatus

  /// What the words that are no options stand for.
  enum Operands: String, Sendable {
    /// One network, with the options that choose and change it.
    case network = "NET"
    /// One file or several.
    case files = "FILE..."
    /// One word.
    case code = "CODE"
  }

  /// An option with or without a value.
  struct Option: Sendable {
    /// The spellings, `["-o", "--output"]`; the last one is the name in the program.
    var names: [String]
    /// The value in the help, or `nil` for a mere switch.
    var value: String?
    var help: String
    var isRepeatable = false

    var name: String { names[names.count - 1] }
  }

  /// The command's own options and those that it shares with others.
  var allOptions: [Option] {
    options + (operands == .network ? Option.network : []) + Option.reporting
  }

  var synopsis: String { "\(name) \(operands.rawValue) [options]" }

  /// The text of `cnnc help NAME`.
  var help: String {
    let rows = allOptions.map { (option) in
      (option.names.joined(separator: ", ") + (option.value.map { " \($0)" } ?? ""), option.help)
    }
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { (usage, help) in
      "  " + usage + String(repeating: " ", count: width - usage.count + 2) + help
    }
    return "\(summary)\n\nUsage: cnnc \(synopsis)\n\n\(lines.joined(separator: "\n"))\n"
  }

}

extension Command.Option {

  /// The options of all commands that take a network.
  static let network: [Self] = [
    Self(names: ["--network"], value: "NAME", help: "the network to take from a file of several"),
    Self(
      names: ["--set"], value: "NAME=VALUE",
      help: "value for a parameter of the network: --set 'layers=[8, 16, \"pool\"]'",
      isRepeatable: true),
    Self(names: ["--input-shape"], value: "CxHxW", help: "extents of the (first) input"),
    Self(names: ["--batch"], value: "N", help: "number of inputs to work on at once (default 1)"),
    Self(
      names: ["--fix"], help: "make the repairs that diagnostics propose, in the network's files"),
  ]

  /// The options that all commands take.
  static let reporting: [Self] = [
    Self(
      names: ["--color"], value: "WHEN", help: "colour in diagnostics: auto, always or never"),
    Self(
      names: ["--diagnostics"], value: "FORM", help: "text (default), json or sarif (2.1.0)"),
    Self(names: ["--quiet"], help: "no warnings"),
  ]

  static let outputFile = Self(
    names: ["-o", "--output"], value: "FILE", help: "where to write (default: standard output)")

}
