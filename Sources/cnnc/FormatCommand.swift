import CNNCompiler
import CNNFiles
import CNNIR
import CNNSource
import CNNSyntax

extension Command {

  static let format = Command(
    name: "format", operands: .files,
    summary: "Brings .arch files into canonical layout, in place; - for standard input to output.",
    options: [
      Option(["--check"], help: "change nothing; status 2 if a file is not in that layout")
    ]
  ) { (arguments) in
    let reporter = try Reporter(arguments)
    return try reporter.run {
      var status = ExitStatus.success
      for path in arguments.operands {
        let result = try reporter.attempt { try format(path, isCheck: arguments.has("--check")) }
        // The input being wrong outweighs its layout being wrong.
        if status != .invalidInput, result != .success { status = result }
      }
      return status
    }
  }

  private static func format(_ path: String, isCheck: Bool) throws -> ExitStatus {
    let file = try NetworkLoader.sourceFile(path)
    if GraphReader.recognizes(file) {
      let message = "only .arch text has a canonical layout, and this is IR text"
      throw Diagnostic(.error, "wrong-file-type", message, at: .file(file.name))
    }
    let (text, diagnostics) = CNNSyntax.format(file)
    guard let text else { throw diagnostics }
    let isCanonical = Array(text.utf8) == file.text
    if isCheck {
      if !isCanonical { Console.writeError("\(file.name): not in canonical layout\n") }
      return isCanonical ? .success : .checkFailed
    }
    if path == Console.path || !isCanonical { try Console.write(text.utf8, to: path) }
    return .success
  }

}
