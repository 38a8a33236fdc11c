import CNNCompiler
import CNNSource
import Foundation

/// Results on standard output, everything else on standard error.
enum Console {

  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  static func writeError(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

}

/// When diagnostics are coloured.
enum ColorChoice: String, CaseIterable {
  case auto
  case always
  case never

  /// Whether to colour what goes to standard error. `NO_COLOR` counts for `auto` (no-color.org).
  var isColored: Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: isatty(2) != 0 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }
  }

}

/// Prints diagnostics as the command line asks for.
struct Reporter {

  private let format: DiagnosticFormat
  private let isColored: Bool
  private let isQuiet: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    isColored = try arguments.word("--color", default: ColorChoice.auto).isColored
    format = try arguments.word("--diagnostics", default: DiagnosticFormat.text)
    isQuiet = arguments.has("--quiet")
  }

  /// Prints the diagnostics, if there are any.
  func report(_ diagnostics: DiagnosticSet) throws {
    let shown = DiagnosticSet(diagnostics.elements.filter { !isQuiet || $0.severity == .error })
    if shown.elements.isEmpty { return }
    Console.writeError(
      try format.text(shown, isColored: isColored, toolVersion: CNNC.version))
  }

  /// Runs `body`; what it throws as diagnostics is printed and makes the input invalid.
  func run(_ body: () throws -> ExitStatus) throws -> ExitStatus {
    do {
      return try body()
    } catch let diagnostic as Diagnostic {
      try report(DiagnosticSet([diagnostic]))
      return .invalidInput
    } catch let diagnostics as DiagnosticSet {
      try report(diagnostics)
      return .invalidInput
    }
  }

}
