extension Command {

  static let completion = Command(
    name: "completion", operands: .shell,
    summary: "Prints a script that completes commands and options in a shell.",
    reportsDiagnostics: false
  ) { (arguments) in
    let name = arguments.operands[0]
    guard let script = CompletionScript(rawValue: name) else {
      let shells = CompletionScript.allCases.map(\.rawValue).joined(separator: ", ")
      throw arguments.usageError("the shells are \(shells), not '\(name)'")
    }
    try Console.write(script.text(Command.all))
    return .success
  }

}
