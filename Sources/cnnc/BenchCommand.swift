import CNNCompiler
import CNNIR
import CNNRuntime
import CNNSource

extension Command {

  static let bench = Command(
    name: "bench",
    summary: "Measures how long a network takes, as a whole and layer by layer.",
    options: [
      Option(
        names: ["--weights"], value: "FILE|seed:N",
        help: "a .safetensors file, or weights made from their names (default seed:1)"),
      Option(
        names: ["--runs"], value: "N", help: "measure at least so many runs (default 10)"),
      Option(names: ["--per-layer"], help: "list the layers"),
      Option(
        names: ["--format"], value: "FORM", help: "table (default), json or csv"),
    ] + Option.execution
  ) { (arguments) in
    let runs = try arguments.integer("--runs", in: 1...10_000) ?? 10
    let format = try arguments.word("--format", Benchmark.Format.self) ?? .table
    let options = try arguments.programOptions()
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let graph = try arguments.loadGraph(reporter)
      let network = try CompiledNetwork(graph)
      let weights = TensorSource(arguments.value("--weights") ?? "seed:1")
      let (tensors, diagnostics) = try weights.weights(network.graph.usedTensors)
      if diagnostics.containsError { throw diagnostics }
      let inputs = SeededTensors(seed: 2).inputs(of: graph)
      let benchmark = Benchmark(
        network, tensors: tensors, inputs: inputs, runs: runs, options: options,
        progress: Console.progress)
      Console.write(benchmark.text(format, perLayer: arguments.has("--per-layer")))
      return .success
    }
  }

}

extension Command.Option {

  /// How a network is run.
  static let execution: [Self] = [
    Self(names: ["--threads"], value: "N", help: "threads that work together (default: the cores)"),
    Self(
      names: ["--isa"], value: "ISA",
      help: "vector instructions: baseline, avx2 or avx512 (default: the best there are)"),
    Self(
      names: ["--exact"], help: "convolutions as sums of products, without Winograd's transforms"),
  ]

}

extension Arguments {

  /// How `--threads`, `--isa` and `--exact` want a network run.
  func programOptions() throws(UsageError) -> ProgramOptions {
    var options = ProgramOptions()
    options.threads = try integer("--threads", in: 1...256) ?? Machine.physicalCores
    if let instructionSet = try word("--isa", InstructionSet.self) {
      guard instructionSet.isAvailable else {
        let message = "this machine does not have \(instructionSet.rawValue)"
        throw UsageError(message: message, command: command.name)
      }
      options.instructionSet = instructionSet
    }
    options.isExact = has("--exact")
    return options
  }

}
