import CNNCompiler

extension Command {

  static let explain = Command(
    name: "explain", operands: .subject,
    summary: "Explains a diagnostic's code, such as conv.c2, or what an op computes and counts."
  ) { (arguments) in
    let words = arguments.operands
    guard words.count == 1 ? words[0] != "op" : words[0] == "op" else {
      throw arguments.usageError("write 'cnnc explain CODE' or 'cnnc explain op NAME'")
    }
    return try Reporter(arguments).run {
      try Console.write(
        words.count == 1
          ? try Explanation.description(of: words[0])
          : try Explanation.description(ofOp: words[1]))
      return .success
    }
  }

}
