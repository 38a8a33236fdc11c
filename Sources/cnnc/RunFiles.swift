import CNNCompiler
import CNNFiles
import CNNIR
import CNNSource

/// What a run reads and writes, as the options say.
struct RunFiles {

  /// Missing only if the network has no weights, or is a compiled program, which has them.
  let weights: String?
  /// The source of each input.
  let inputs: [(input: Graph.Input, source: String)]
  /// The name of each output, the file to write it to, and the file of its labels.
  let outputs: [(name: String, path: String?, labels: String?)]

  /// - Throws: `UsageError` that names all options that are missing.
  init(_ arguments: Arguments, _ graph: Graph) throws(UsageError) {
    weights = arguments.value("--weights")
    let sources = try arguments.named("--input", graph.inputs.map(\.name), "input")
    let missing = graph.inputs.map(\.name).filter { sources[$0] == nil }
    let needsWeights = weights == nil && !arguments.isProgram && !graph.usedTensors.isEmpty
    if needsWeights || !missing.isEmpty {
      throw arguments.missingOptions(
        needsWeights: needsWeights, inputs: missing, isOnlyInput: graph.inputs.count == 1)
    }
    inputs = graph.inputs.compactMap { (input) in sources[input.name].map { (input, $0) } }

    let paths = try arguments.named("--output", graph.outputNames, "output")
    let labels = try arguments.named("--labels", graph.outputNames, "output")
    outputs = graph.outputNames.map { ($0, paths[$0], labels[$0]) }
    var seen: Set<String> = []
    for path in outputs.compactMap(\.path) where !seen.insert(path).inserted {
      throw arguments.usageError("two outputs cannot both go to '\(path)'")
    }
  }

  /// A warning for each output that has elements that are no numbers.
  func warnings(about results: [Tensor]) -> DiagnosticSet {
    var warnings = DiagnosticSet()
    for (output, tensor) in zip(outputs, results) {
      let count = tensor.elements.count(where: \.isNaN)
      if count == 0 { continue }
      let message = "\(count) of the \(tensor.elements.count) elements of '\(output.name)' are NaN"
      warnings.insert(Diagnostic(.warning, "nan-output", message, at: .commandLine))
    }
    return warnings
  }

  /// The inputs of `graph`, in order.
  func tensors(for graph: Graph) throws(Diagnostic) -> [Tensor] {
    var tensors: [Tensor] = []
    for (input, source) in inputs {
      tensors.append(try TensorSource(source).tensor(for: input, of: graph))
    }
    return tensors
  }

  /// The labels of each output that has some.
  func labels(for graph: Graph) throws(Diagnostic) -> [Labels?] {
    var result: [Labels?] = []
    for (output, files) in zip(graph.outputs, outputs) {
      let shape = graph.type(of: output.value).shape
      result.append(
        try files.labels.map { (path) throws(Diagnostic) in try Labels(path, for: shape) })
    }
    return result
  }

  /// Writes the results that have a file, and prints the `top` largest elements of the others, of
  /// those with labels or, if `top` is given, of all.
  func write(
    _ results: [Tensor], of graph: Graph, top: Int?, _ labels: [Labels?]
  ) throws(Diagnostic) {
    for (index, (output, tensor)) in zip(outputs, results).enumerated() {
      if let path = output.path { try Console.write(NumpyFile.bytes(of: tensor), to: path) }
      var elements: TopElements { TopElements(tensor, count: top ?? 5) }
      if let labels = labels[index] {
        let meaning = OutputMeaning(of: graph.outputs[index], in: graph)
        try Console.write(elements.text(name: output.name, labels: labels, meaning: meaning))
      } else if top != nil || output.path == nil {
        try Console.write(elements.text(name: output.name))
      }
    }
  }

}

extension Arguments {

  /// The values of a repeatable option by the names before their `=`; a single value needs none.
  fileprivate func named(
    _ option: String, _ names: [String], _ what: String
  ) throws(UsageError) -> [String: String] {
    var result: [String: String] = [:]
    for text in all(option) {
      let (name, value) = try split(text, option, names, what)
      guard result.updateValue(value, forKey: name) == nil else {
        throw usageError("the \(what) '\(name)' is given twice")
      }
    }
    return result
  }

  /// The name in `names` that a value of `option` starts with, and what follows its `=`.
  private func split(
    _ text: String, _ option: String, _ names: [String], _ what: String
  ) throws(UsageError) -> (name: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    if parts.count == 2, names.contains(parts[0]) { return (parts[0], parts[1]) }
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    // A name has no dot and no slash, so that './x=1.npy' is a path.
    if parts.count == 2, !parts[0].contains(where: { $0 == "." || $0 == "/" }) {
      let those = names.count == 1 ? "its \(what) is \(list)" : "its \(what)s are \(list)"
      throw usageError(
        "the network has no \(what) '\(parts[0])'; \(those); a file of that name is ./\(text)")
    }
    guard names.count == 1 else {
      throw usageError(
        "\(option) needs the name of an \(what) (\(list)): \(option) \(names[0])=\(text)")
    }
    return (names[0], text)
  }

  /// One message about all options that a run lacks: how to give files, and how to do without.
  fileprivate func missingOptions(
    needsWeights: Bool, inputs: [String], isOnlyInput: Bool
  ) -> UsageError {
    var parts = needsWeights ? ["weights"] : []
    var files = needsWeights ? ["--weights FILE.safetensors"] : []
    var seeds = needsWeights ? ["--weights seed:1"] : []
    for name in inputs {
      parts.append(isOnlyInput ? "an input" : "the input '\(name)'")
      files.append("--input \(isOnlyInput ? "" : "\(name)=")FILE.npy")
      seeds.append("--input \(isOnlyInput ? "" : "\(name)=")seed:1")
    }
    let verb = needsWeights || parts.count > 1 ? "are" : "is"
    return usageError(
      "\(parts.joined(separator: " and ")) \(verb) needed: \(files.joined(separator: " "))"
        + ", or \(seeds.joined(separator: " ")) to try out")
  }

}
