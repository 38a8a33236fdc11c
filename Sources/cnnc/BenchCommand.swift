import CNNCompiler
import CNNIR
import CNNRuntime
import CNNSource

extension Command {

  static let bench = Command(
    name: "bench",
    summary: "Measures how long a network or a program takes, as a whole and layer by layer.",
    options: [
      Option(
        ["--weights"], .file("FILE|seed:N"),
        help: "a file of weights, or weights made from their names (default seed:1)"),
      .rename,
      Option(["--runs"], .integer("N", 1...10_000), help: "measure at least so often (default 10)"),
      Option(["--per-layer"], help: "list the layers"),
      Option(
        ["--format"], .word("FORMAT", of: Benchmark.Format.self),
        help: "table (default), json or csv"
      ),
      .outputFile,
    ] + Option.passChoice + Option.execution
  ) { (arguments) in
    let runs = try arguments.integer("--runs") ?? 10
    let format = try arguments.word("--format", default: Benchmark.Format.table)
    var options = try arguments.programOptions()
    let pipeline = try arguments.chosen()
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let network: CompiledNetwork
      let program: Program
      if arguments.isProgram {
        let file = try arguments.loadProgram()
        options = file.options
        network = try CompiledNetwork(file.graph, pipeline: .optimizedAnalysis)
        program = try file.program()
      } else {
        let graph = try arguments.loadGraph(reporter)
        network = try CompiledNetwork(graph, pipeline: pipeline)
        try MemoryDemand.check(network.graph, network.memoryPlan, options)
        let weights = try arguments.weightsSource(arguments.value("--weights") ?? "seed:1")
        let warnings: DiagnosticSet
        (program, warnings) = try weights.program(for: network, options)
        try reporter.report(warnings)
      }
      let inputs = SeededTensors(seed: 2).inputs(of: network.written)
      let benchmark = Benchmark(
        network, program, inputs: inputs, runs: runs, options: options,
        progress: { Console.progress($0, of: $1) })
      try arguments.writeResult(
        benchmark.text(format, perLayer: arguments.has("--per-layer")))
      return .success
    }
  }

}

extension Command.Option {

  static let threads = Self(
    ["--threads"], .integer("N", ProgramOptions.threadCounts.bounds),
    help: "threads that work together (default: as many as there are cores)")

  /// How a network is run.
  static let execution: [Self] = [
    threads,
    Self(
      ["--isa"], .word("ISA", of: InstructionSet.self),
      help: "vector instructions: baseline, avx2 or avx512 (default: the best of this machine)"),
    Self(
      ["--exact"], help: "convolutions as sums of products, without Winograd's transforms"),
  ]

}

extension ClosedRange<Int> {

  /// The same as the bounds of an option.
  fileprivate var bounds: ClosedRange<UInt64> { UInt64(lowerBound)...UInt64(upperBound) }

}

extension Arguments {

  /// How `--threads`, `--isa` and `--exact` want a network run.
  func programOptions() throws(UsageError) -> ProgramOptions {
    var options = ProgramOptions()
    options.threads = try integer(Command.Option.threads.name) ?? Machine.physicalCores
    options.instructionSet = try word("--isa", default: InstructionSet.best)
    if !options.instructionSet.isAvailable {
      throw usageError("this machine does not have \(options.instructionSet.rawValue)")
    }
    options.isExact = has("--exact")
    return options
  }

}
