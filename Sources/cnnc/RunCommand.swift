import CNNCompiler
import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource

extension Command {

  static let run = Command(
    name: "run",
    summary: "Runs a network, or a program that 'compile --emit program' wrote, on an input.",
    options: [
      Option(
        ["--weights"], .file("FILE|seed:N"),
        help: "a .safetensors, .npz or (darknet) .weights file, or weights made from their names"),
      .rename,
      Option(
        ["--input"], .file("[NAME=]FILE|seed:N"),
        help: "a picture (PNG, PPM, PGM), a .npy file, or numbers made from the input's name",
        isRepeatable: true),
      Option(
        ["-o", "--output"], .file("[NAME=]FILE"), help: "where to write the result as .npy",
        isRepeatable: true),
      Option(
        ["--top"], .integer("K", 1...UInt64(Shape.largestExtent)),
        help: "print the K largest elements (default 5, without --output)"),
      Option(
        ["--labels"], .file("[NAME=]FILE"),
        help: "print the names of their channels with them: one in each line", isRepeatable: true),
    ] + Option.passChoice + Option.execution
  ) { (arguments) in
    let top = try arguments.integer("--top")
    let options = try arguments.programOptions()
    let pipeline = try arguments.chosen()
    let reporter = try Reporter(arguments)
    return try reporter.run {
      if arguments.isProgram { return try arguments.runProgram(top: top, reporter) }
      let graph = try arguments.loadGraph(reporter)
      let network = try CompiledNetwork(graph, pipeline: pipeline)
      let files = try RunFiles(arguments, network.graph)
      let labels = try files.labels(for: graph)
      try MemoryDemand.check(network.graph, network.memoryPlan, options, isSingleRun: true)
      let weights = try arguments.weightsSource(files.weights).open(network.written)
      if !weights.hasParts { try MemoryDemand.check(network.graph, network.memoryPlan, options) }
      // Inputs are those of the network as it is written: what reads them tells numbers from tokens.
      let inputs = try files.tensors(for: graph)
      let (results, warnings) = try network.runOnce(inputs, weights: weights, options)
      try reporter.report(warnings)
      try reporter.report(files.warnings(about: results))
      try files.write(results, of: graph, top: top, labels)
      return .success
    }
  }

}

extension Arguments {

  /// Where the weights come from; `source` may be missing if the network has none.
  func weightsSource(_ source: String?) throws -> WeightsSource {
    guard let source else { return .none }
    return WeightsSource(try TensorSource(source), rules: try renamings())
  }

}
