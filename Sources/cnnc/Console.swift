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

  private let renderer: DiagnosticRenderer
  private let isQuiet: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    let color = try arguments.word("--color", default: ColorChoice.auto)
    renderer = DiagnosticRenderer(isColored: color.isColored)
    isQuiet = arguments.has("--quiet")
  }

  func report(_ diagnostics: DiagnosticSet) {
    let shown = diagnostics.elements.filter { !isQuiet || $0.severity == .error }
    Console.writeError(renderer.render(DiagnosticSet(shown)))
  }

  /// Runs `body`; what it throws as diagnostics is printed and makes the input invalid.
  func run(_ body: () throws -> ExitStatus) throws -> ExitStatus {
    do {
      return try body()
    } catch let diagnostic as Diagnostic {
      report(DiagnosticSet([diagnostic]))
      return .invalidInput
    } catch let diagnostics as DiagnosticSet {
      report(diagnostics)
      return .invalidInput
    }
  }

}
