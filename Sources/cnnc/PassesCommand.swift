import CNNCompiler
import CNNPasses

extension Command {

  static let passes = Command(
    name: "passes", operands: .pass,
    summary: "Lists the passes in their order, with the reasons for it, or describes one.",
    options: [
      Option(["--markdown"], help: "print the whole reference, the text of Docs/passes.md")
    ]
  ) { (arguments) in
    try Reporter(arguments).run {
      if arguments.has("--markdown") {
        if !arguments.operands.isEmpty {
          throw arguments.usageError("--markdown prints all passes, so no name is taken")
        }
        try Console.write(PassReference.markdown())
      } else if let name = arguments.operands.first {
        try Console.write(try PassReference.section(named: name))
      } else {
        let passes = Pass.all.map { ($0.name, $0.summary) }
        let orderings = Pipeline.orderings.map { ("\($0.first) before \($0.second)", $0.reason) }
        try Console.write(alignedRows(passes) + "\n" + alignedRows(orderings))
      }
      return .success
    }
  }

}
