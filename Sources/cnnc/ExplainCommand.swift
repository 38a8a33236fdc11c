import CNNCompiler

extension Command {

  static let explain = Command(
    name: "explain", operands: .code,
    summary: "Explains the code of a diagnostic, such as unknown-name or conv.c2."
  ) { (arguments) in
    try Reporter(arguments).run {
      try Console.write(try Explanation.find(arguments.operands[0]).description)
      return .success
    }
  }

}
