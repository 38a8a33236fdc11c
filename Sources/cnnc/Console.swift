import CNNCompiler
import CNNFiles
import CNNSource

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Results on standard output, everything else on standard error.
enum Console {

  /// The path that stands for standard input and output.
  static let path = "-"

  /// - Throws: when standard output is closed or full.
  static func write(_ text: String) throws(Diagnostic) { try write(text.utf8, to: path) }

  /// Writes a file, or to standard output for `-`.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Diagnostic) {
    if path == Self.path {
      try OutputFile.writeStandardOutput(bytes)
    } else {
      try OutputFile.write(bytes, to: path)
    }
  }

  static func writeError(_ text: String) {
    // Where standard error cannot be written to, there is nobody left to tell.
    try? OutputFile.writeStandardError(text.utf8)
  }

  /// What the terminal that standard output is can show; `nil` when it is none.
  static var terminal: (columns: Int, hasUnicode: Bool)? {
    var size = winsize()
    guard isatty(1) != 0, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else { return nil }
    // The first of these that is set says it (POSIX).
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(variable).first { !$0.isEmpty }
    let name = locale?.lowercased() ?? ""
    return (Int(size.ws_col), name.hasSuffix("utf-8") || name.hasSuffix("utf8"))
  }

  /// What the environment has under a name.
  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// A line about how far a long job is, where standard error is a terminal.
  static func progress(_ done: Int, of all: Int) {
    guard isatty(2) != 0 else { return }
    // The line is erased at the end, and changes no more often than a hundred times.
    if done == all {
      writeError("\r\u{1B}[K")
    } else if done % max(all / 100, 1) == 0 {
      writeError("\r\(100 * done / all) %")
    }
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
    case .auto: isatty(2) != 0 && Console.variable("NO_COLOR") == nil
    }
  }

}

/// Prints diagnostics as the command line asks for, and makes the repairs that they propose if it
/// asks for that.
final class Reporter {

  private let format: DiagnosticFormat
  private let isColored: Bool
  private let isQuiet: Bool
  private let makesRepairs: Bool

  /// What is not printed yet: a form for programs is one document for the whole run.
  private var pending = DiagnosticSet()

  init(_ arguments: Arguments) throws(UsageError) {
    isColored = try arguments.word("--color", default: ColorChoice.auto).isColored
    format = try arguments.word("--diagnostics", default: DiagnosticFormat.text)
    isQuiet = arguments.has("--quiet")
    makesRepairs = arguments.has("--fix")
  }

  /// Prints the diagnostics, if there are any, or keeps them for the end of the run.
  func report(_ diagnostics: DiagnosticSet) throws {
    pending.formUnion(
      DiagnosticSet(diagnostics.elements.filter { !isQuiet || $0.severity == .error }))
    if format == .text { try printPending() }
    if makesRepairs { try repair(diagnostics) }
  }

  private func repair(_ diagnostics: DiagnosticSet) throws {
    let (changes, failures) = Repairs.make(diagnostics)
    // A line of text would spoil a document for programs.
    if format == .text {
      for change in changes { Console.writeError(change.message + "\n") }
    }
    pending.formUnion(failures)
    if format == .text { try printPending() }
  }

  private func printPending() throws {
    if pending.elements.isEmpty { return }
    Console.writeError(
      try format.text(pending, isColored: isColored, toolVersion: CNNC.version))
    pending = DiagnosticSet()
  }

  /// Runs a command's `body` and prints what was found.
  func run(_ body: () throws -> ExitStatus) throws -> ExitStatus {
    let result = Result { try attempt(body) }
    try printPending()
    return try result.get()
  }

  /// Runs a part of a command; what it throws as diagnostics is reported and makes the input
  /// invalid.
  func attempt(_ body: () throws -> ExitStatus) throws -> ExitStatus {
    do {
      return try body()
    } catch let diagnostic as Diagnostic {
      try report(DiagnosticSet([diagnostic]))
      return .invalidInput
    } catch let diagnostics as DiagnosticSet {
      try report(diagnostics)
      return .invalidInput
    } catch let report as DiagnosticReport {
      try self.report(report.set)
      return .invalidInput
    }
  }

}
