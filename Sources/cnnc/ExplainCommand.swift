import CNNCompiler

extension Command {

  static let explain = Command(
    name: "explain", operands: .code,
    summary: "Explains the code of a diagnostic, such as conv.c2, or all those of an op."
  ) { (arguments) in
    try Reporter(arguments).run {
      try Console.write(try Explanation.description(of: arguments.operands[0]))
      return .success
    }
  }

}
