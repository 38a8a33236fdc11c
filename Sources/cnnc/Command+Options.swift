import CNNCompiler
import CNNIR

extension Command {

  /// An option with or without a value.
  struct Option: Sendable {

    /// The spellings, `["-o", "--output"]`; the last one is the name in the program.
    let names: [String]
    /// What follows the name; nothing for a mere switch.
    let value: Value?
    let isRepeatable: Bool
    private let text: String

    /// What an option's value may be, each with its placeholder in the help.
    enum Value: Sendable {
      case text(String)
      case file(String)
      case integer(String, ClosedRange<UInt64>)
      case word(String, [String])

      var placeholder: String {
        switch self {
        case .text(let name), .file(let name), .integer(let name, _), .word(let name, _): name
        }
      }

      /// One of the words that `type` lists.
      static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ placeholder: String, of type: Word.Type
      ) -> Self {
        .word(placeholder, type.allCases.map(\.rawValue))
      }
    }

    init(
      _ names: [String], _ value: Value? = nil, help text: String, isRepeatable: Bool = false
    ) {
      self.names = names
      self.value = value
      self.isRepeatable = isRepeatable
      self.text = text
    }

    /// The same, for a part of what the command does.
    func only(with part: String) -> Self {
      Self(names, value, help: "with \(part): \(text)", isRepeatable: isRepeatable)
    }

    var name: String { names[names.count - 1] }

    /// The name with the value.
    var form: String { name + (value.map { " \($0.placeholder)" } ?? "") }

    /// The spellings with the value, for the help.
    var usage: String { (names.dropLast() + [form]).joined(separator: ", ") }

    /// What the option is for, and between which numbers it lies.
    var help: String {
      guard case .integer(let name, let bounds) = value else { return text }
      return "\(text); \(name) from \(bounds.lowerBound) to \(bounds.upperBound)"
    }
  }

}

extension Command.Option {

  /// The options of all commands that take a network.
  static let network: [Self] = [
    Self(["--network"], .text("NAME"), help: "the network to take from a file of several"),
    Self(
      ["--set"], .text("NAME=VALUE"),
      help: "value for a parameter of the network: --set 'layers=[8, 16, \"pool\"]'",
      isRepeatable: true),
    Self(
      ["--input-shape"], .text("CxHxW"),
      help: "extents of the (first) input, each from 1 to \(Shape.largestExtent)"),
    Self(
      ["--batch"], .integer("N", 1...UInt64(Shape.largestExtent)),
      help: "number of inputs to work on at once (default 1)"),
    Self(["--fix"], help: "make the repairs that diagnostics propose, in the network's files"),
  ]

  /// The options of all commands that read something.
  static let reporting: [Self] = [
    Self(
      ["--color"], .word("WHEN", of: ColorChoice.self),
      help: "colour in diagnostics: auto (default), always or never"),
    Self(
      ["--diagnostics"], .word("FORM", of: DiagnosticFormat.self),
      help: "text (default), json or sarif (2.1.0)"),
    Self(["--quiet"], help: "no warnings"),
  ]

  static let printHelp = Self(["-h", "--help"], help: "print this")

  static let outputFile = Self(
    ["-o", "--output"], .file("FILE"), help: "where to write (default: standard output)")

}
