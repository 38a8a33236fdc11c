import CNNCompiler
import CNNRuntime
import CNNSource

extension Arguments {

  /// Whether the words name a compiled program instead of a network.
  var isProgram: Bool { network.hasSuffix(ProgramFile.suffix) }

  /// The compiled program that the words name, to be run with as many threads as `--threads` says.
  ///
  /// - Throws: `UsageError` when an option is about what is settled, a `Diagnostic` when there is no such
  ///   program for this machine.
  func loadProgram(isSingleRun: Bool = false) throws -> ProgramFile {
    let settled =
      Command.Option.network + Command.Option.compiledWeights
      + Command.Option.passChoice + Command.Option.execution
    let threads = Command.Option.threads.name
    if let option = settled.map(\.name).first(where: { $0 != threads && has($0) }) {
      throw usageError("\(option) is for a network, not for a program that is compiled")
    }
    return try ProgramFile(
      network, threads: try programOptions().threads, isSingleRun: isSingleRun)
  }

  /// Does what `run` does with a network, with a compiled program.
  func runProgram(top: Int?, _ reporter: Reporter) throws -> ExitStatus {
    let file = try loadProgram(isSingleRun: true)
    let graph = file.graph
    let files = try RunFiles(self, graph)
    let labels = try files.labels(for: graph)
    let inputs = try files.tensors(for: graph)
    let program = try file.program()
    let results = program.run(inputs, in: program.makeSession())
    try reporter.report(files.warnings(about: results))
    try files.write(results, of: graph, top: top, labels)
    return .success
  }

  /// Writes a network with its weights as a program.
  ///
  /// - Throws: `UsageError` when an option is missing, or what is wrong with the weights.
  func writeProgram(_ network: CompiledNetwork, _ reporter: Reporter) throws {
    let path = value(Command.Option.outputFile.name)
    guard let path, path.hasSuffix(ProgramFile.suffix) else {
      throw usageError(
        "--emit program writes a file whose name ends in \(ProgramFile.suffix): give -o")
    }
    let source = value("--weights")
    if source == nil, !network.graph.usedTensors.isEmpty {
      throw usageError("--emit program puts the weights into the program: give --weights")
    }
    let weights = try weightsSource(source)
    try reporter.report(
      try network.writeProgram(to: path, weights: weights, try programOptions()))
  }

}
