import CNNCompiler
import CNNIR
import CNNOps

extension Command {

  static let ops = Command(
    name: "ops", operands: .op,
    summary: "Lists all layers, or describes one with its attributes and defaults.",
    options: [
      Option(["--markdown"], help: "print the whole reference, the text of Docs/operators.md")
    ]
  ) { (arguments) in
    try Reporter(arguments).run {
      if arguments.has("--markdown") {
        if !arguments.operands.isEmpty {
          throw arguments.usageError("--markdown prints all ops, so no name is taken")
        }
        try Console.write(OperatorReference.markdown(.standard))
      } else if let name = arguments.operands.first {
        try Console.write(try OperatorReference.section(named: name, of: .standard))
      } else {
        try Console.write(alignedRows(OpTable.standard.types.map { ($0.mnemonic, $0.summary) }))
      }
      return .success
    }
  }

}
