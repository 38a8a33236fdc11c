import CNNCompiler
import CNNSource
import Foundation

/// The command line: `cnnc COMMAND …`.
@main
struct CNNC {

  static let version = "0.1.0"

  static let commands: [Command] = [.analyze, .compile, .run, .verify, .format, .explain]

  static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) -> ExitStatus {
    do {
      guard let word = words.first else { throw UsageError(message: overview, command: nil) }
      let rest = Array(words.dropFirst())
      switch word {
      case "help", "--help", "-h": return try help(rest)
      case "--version":
        Console.write("cnnc \(version)\n")
        return .success
      default:
        let command = try find(word)
        if rest.contains("--help") || rest.contains("-h") { return try help([word]) }
        return try command.run(try Arguments(rest, for: command))
      }
    } catch let error as UsageError {
      Console.writeError(error.text)
      return .usage
    } catch {
      Console.writeError("cnnc: internal error: \(error)\nPlease report this with the input.\n")
      return .internalError
    }
  }

  private static func find(_ name: String) throws(UsageError) -> Command {
    if let command = commands.first(where: { $0.name == name }) { return command }
    let near = nearestName(to: name, among: commands.map(\.name) + ["help"])
    let hint = near.map { "; did you mean '\($0)'?" } ?? ""
    throw UsageError(message: "there is no command '\(name)'\(hint)", command: nil)
  }

  private static func help(_ words: [String]) throws(UsageError) -> ExitStatus {
    Console.write(words.isEmpty ? overview : try find(words[0]).help)
    return .success
  }

  private static var overview: String {
    let width = commands.map(\.synopsis.count).max() ?? 0
    let lines = commands.map { (command) in
      "  cnnc \(command.synopsis.padding(toLength: width, withPad: " ", startingAt: 0))"
        + "  \(command.summary)"
    }
    return """
      cnnc, a graph compiler for convolutional networks.

      \(lines.joined(separator: "\n"))

      NET is an .arch file, an .ir file, or - for .arch text on standard input.
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
