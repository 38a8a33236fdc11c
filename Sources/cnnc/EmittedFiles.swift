import CNNCodegen
import CNNCompiler
import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource

extension Command.Option {

  /// The options of emitted weights.
  static let emittedWeights: [Self] = [
    Self(
      ["--weights"], .file("FILE|seed:N"),
      help: "weights to put into the source; without, its initialiser takes named tensors"),
    rename,
    Self(
      ["--weights-type"], .word("TYPE", of: StoredFloat.self),
      help: "float32 (default), or float16, which takes half the space"),
    Self(
      ["--embed-limit"], .integer("MIB", 0...1 << 20),
      help: "most MiB of weights in the source (default 16); more go to a file beside it"),
    Self(
      ["--embedded"],
      help: "source for Embedded Swift: functions over the caller's memory, with --weights in it"),
  ]

}

extension Arguments {

  /// An option that is given and says something about emitted weights.
  var emissionOption: String? {
    Command.Option.emittedWeights.map(\.name).first(where: has)
  }

  /// Writes the Swift source of `network`, and its weights if they do not stand in it.
  func writeSwift(_ network: CompiledNetwork, _ reporter: Reporter) throws {
    var options = EmissionOptions()
    options.storage = try word("--weights-type", default: options.storage)
    if let limit: Int = try integer("--embed-limit") { options.embedLimit = limit << 20 }
    options.isEmbedded = has("--embedded")
    if options.isEmbedded, value("--weights") == nil, !network.graph.usedTensors.isEmpty {
      throw usageError("--embedded puts the weights into the source: give --weights")
    }
    if let source = value("--weights") {
      try MemoryDemand(ofWeights: network.graph).check()
      let (tensors, warnings) = try weightsSource(source).tensors(for: network.written)
      try reporter.report(warnings)
      options.tensors = tensors
    }
    let source = try network.swiftSource(madeFrom: self.network, options)
    if let weights = source.weights { try weights.write(to: try weightsPath()) }
    try writeResult(source.text)
  }

  /// The file beside the source that the weights go to.
  ///
  /// - Throws: when there is no file of source, or the weights come from there.
  private func weightsPath() throws(Diagnostic) -> String {
    let output = value(Command.Option.outputFile.name) ?? Console.path
    guard output != Console.path else {
      let message = "the weights exceed --embed-limit; they go beside the file that -o names"
      throw Diagnostic(.error, "weights-without-place", message, at: .commandLine)
    }
    let stem = output.hasSuffix(".swift") ? String(output.dropLast(6)) : output
    let path = stem + ".weights.safetensors"
    guard path != value("--weights") else {
      let message = "the weights would be written over those that are read; -o names another file"
      throw Diagnostic(.error, "weights-without-place", message, at: .file(path))
    }
    return path
  }

}
