extension Command {

  static let helpCommand = Command(
    name: "help", operands: .command,
    summary: "Prints the options of a command, or a line on each.", reportsDiagnostics: false
  ) { (arguments) in
    let command = try arguments.operands.first.map(find)
    try Console.write(command?.help ?? CNNC.overview)
    return .success
  }

}
