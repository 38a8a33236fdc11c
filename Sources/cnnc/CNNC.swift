import CNNSource

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The command line: `cnnc COMMAND …`.
@main
struct CNNC {

  static let version = "0.1.0"

  static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) -> ExitStatus {
    do {
      return try runCommand(words)
    } catch let error as UsageError {
      Console.writeError(error.text)
      return .usage
    } catch let error as Diagnostic {
      // Whoever reports diagnostics has none left; this one is about standard output.
      Console.writeError(DiagnosticRenderer().render(error))
      return .invalidInput
    } catch {
      Console.writeError("cnnc: internal error: \(error)\nPlease report this with the input.\n")
      return .internalError
    }
  }

  private static func runCommand(_ words: [String]) throws -> ExitStatus {
    guard let word = words.first else { throw UsageError(message: overview, command: nil) }
    if word == "--version" {
      try Console.write("cnnc \(version)\n")
      return .success
    }
    let isHelp = Command.Option.printHelp.names.contains(word)
    let command = isHelp ? .helpCommand : try Command.find(word)
    let arguments = try Arguments(Array(words.dropFirst()), for: command)
    if arguments.isForHelp {
      try Console.write(command.help)
      return .success
    }
    try arguments.checkOutputs()
    return try command.run(arguments)
  }

  /// What `cnnc help` prints.
  static var overview: String {
    """
    cnnc, a graph compiler for convolutional networks.

    \(alignedRows(Command.all.map { ("cnnc " + $0.synopsis, $0.summary) }))
    NET is an .arch or .ir file, or - for the text of either on standard input; 'run' and 'bench' also
    take a program, a .cnnc file.
    'cnnc help COMMAND' lists a command's options; 'cnnc --version' prints the version.

    """
  }

}

/// How a run ended, for the shell.
enum ExitStatus: Int32 {
  case success = 0
  /// The input is wrong; diagnostics were printed.
  case invalidInput = 1
  /// A check did not pass.
  case checkFailed = 2
  case usage = 64
  /// A mistake of cnnc itself.
  case internalError = 70
}

/// A command line that makes no sense.
struct UsageError: Error {

  var message: String
  /// The command whose help would help.
  var command: String?

  var text: String {
    guard let command else { return message.hasSuffix("\n") ? message : "cnnc: \(message)\n" }
    return "cnnc: \(message)\nSee 'cnnc help \(command)'.\n"
  }

}
