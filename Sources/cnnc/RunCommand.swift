import CNNCompiler
import CNNIR
import CNNRuntime
import CNNSource

extension Command {

  static let run = Command(
    name: "run",
    summary: "Runs a network on an input.",
    options: [
      Option(
        names: ["--weights"], value: "FILE|seed:N",
        help: "a .safetensors file, or weights made from their names"),
      Option(
        names: ["--input"], value: "[NAME=]FILE|seed:N",
        help: "a .npy file of float32, or numbers made from the input's name", isRepeatable: true),
      Option(
        names: ["-o", "--output"], value: "[NAME=]FILE",
        help: "where to write the result as .npy", isRepeatable: true),
      Option(
        names: ["--top"], value: "K",
        help: "print the K largest elements (default 5, without --output)"),
    ]
  ) { (arguments) in
    let top = try arguments.integer("--top", in: 1...Shape.largestExtent)
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let graph = try arguments.loadGraph(reporter)
      let network = try CompiledNetwork(graph)
      let tensors = try arguments.loadWeights(of: network.graph, reporter)
      let inputs = try arguments.loadInputs(of: network.graph)
      let program = Program(network.graph, plan: network.memoryPlan, tensors: tensors)
      let results = program.run(inputs, arena: program.makeArena())
      try arguments.writeOutputs(results, of: network.graph, top: top)
      return .success
    }
  }

}

extension Arguments {

  /// The weights that `--weights` names.
  fileprivate func loadWeights(
    of graph: Graph, _ reporter: Reporter
  ) throws -> [String: Tensor] {
    guard let text = value("--weights") else {
      throw UsageError(
        message: "weights are needed: --weights FILE.safetensors, or --weights seed:1 to try out",
        command: command.name)
    }
    let (tensors, diagnostics) = try TensorSource(text).weights(graph.usedTensors)
    if diagnostics.containsError { throw diagnostics }
    try reporter.report(diagnostics)
    return tensors
  }

  /// A tensor for each input of the graph, as `--input` names them.
  fileprivate func loadInputs(of graph: Graph) throws -> [Tensor] {
    let sources = try named("--input", graph.inputs.map(\.name), "input")
    var tensors: [Tensor] = []
    for input in graph.inputs {
      guard let source = sources[input.name] else {
        let name = graph.inputs.count == 1 ? "" : "\(input.name)="
        throw UsageError(
          message: "an input is needed: --input \(name)FILE.npy, or --input \(name)seed:1",
          command: command.name)
      }
      tensors.append(try TensorSource(source).tensor(for: input, of: graph))
    }
    return tensors
  }

  /// The values of a repeatable option by the names before their `=`; a single value needs none.
  private func named(
    _ option: String, _ names: [String], _ what: String
  ) throws(UsageError) -> [String: String] {
    var result: [String: String] = [:]
    for text in all(option) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let isNamed = parts.count == 2 && names.contains(parts[0])
      guard isNamed || names.count == 1 else {
        let list = names.joined(separator: ", ")
        throw UsageError(
          message: "\(option) needs the name of an \(what) (\(list)): \(option) \(names[0])=…",
          command: command.name)
      }
      let name = isNamed ? parts[0] : names[0]
      guard result.updateValue(isNamed ? parts[1] : text, forKey: name) == nil else {
        throw UsageError(message: "the \(what) '\(name)' is given twice", command: command.name)
      }
    }
    return result
  }

  /// Writes the results that `--output` asks for, and prints the largest elements of the others or,
  /// with `--top`, of all.
  fileprivate func writeOutputs(_ results: [Tensor], of graph: Graph, top: Int?) throws {
    let names = graph.outputs.map { $0.name ?? "output" }
    let files = try named("--output", names, "output")
    for (name, tensor) in zip(names, results) {
      if let path = files[name] {
        try OutputFile.write(NumpyFile.bytes(of: tensor), to: path)
      }
      if top != nil || files[name] == nil {
        Console.write(TopElements(tensor, count: top ?? 5).text(name: name))
      }
    }
  }

}
