import CNNIR
import CNNLowering
import CNNSource

/// A network as it is written: one of the networks of an `.arch` file, or a graph in IR text.
///
/// ```swift
/// let network = try Network(contentsOf: "lenet5.arch")
/// print(try network.analysis().text(.table))
/// let scores = try network.optimized().runner(weights: .file("lenet5.safetensors"))(image)
/// ```
public struct Network: Sendable {

  package let graph: Graph

  /// How its file says that it is written as Swift.
  package let settings: EmitSettings

  /// What the author of the text should look at, though the network can be used.
  public let warnings: DiagnosticReport

  /// Reads a network from a file.
  ///
  /// - Parameters:
  ///   - path: an `.arch` or `.ir` file, or `-` for standard input. Files that it imports are read
  ///     too, relative to its own folder.
  ///   - options: which network of the file, and what to change about it.
  /// - Throws: all mistakes that were found in the texts.
  public init(
    contentsOf path: String, options: CompilerOptions = CompilerOptions()
  ) throws(DiagnosticReport) {
    try self.init(
      try DiagnosticReport.catching { try NetworkLoader.sourceFile(path) }, options)
  }

  /// Reads a network from a text.
  ///
  /// - Parameters:
  ///   - text: `.arch` or IR text; what it imports is relative to the current folder.
  ///   - name: what diagnostics call the text.
  ///   - options: which network of the text, and what to change about it.
  /// - Throws: all mistakes that were found in the text.
  public init(
    text: String, name: String = "<text>", options: CompilerOptions = CompilerOptions()
  ) throws(DiagnosticReport) {
    try self.init(SourceFile(name: name, text: text.utf8, isFile: false), options)
  }

  private init(_ file: SourceFile, _ options: CompilerOptions) throws(DiagnosticReport) {
    let (graph, diagnostics) = NetworkLoader.load(file, options)
    warnings = DiagnosticReport(diagnostics)
    guard let graph else { throw warnings }
    self.graph = graph
    settings = NetworkLoader.settings(in: file)
  }

  /// The name that the text gives the network.
  public var name: String { graph.name }

  /// The inputs, in the order of their declaration. A single one without a name is called `input`.
  public var inputs: [TensorDescription] { graph.inputDescriptions }

  /// The outputs. A single one without a name is called `output`.
  public var outputs: [TensorDescription] { graph.outputDescriptions }

  /// The tensors that the network takes as its weights, under PyTorch's `state_dict` names.
  public var weights: [TensorDescription] { graph.weightDescriptions }

  /// Output sizes, weight sizes, parameters and multiply-adds, layer by layer.
  ///
  /// - Throws: when a count exceeds 64 bits.
  public func analysis() throws(DiagnosticReport) -> AnalysisReport {
    try DiagnosticReport.catching { try AnalysisReport(graph) }
  }

  /// The network after the optimising passes, to be run or written as Swift source.
  ///
  /// - Throws: when a tensor of the network has more elements than can be counted.
  public func optimized() throws(DiagnosticReport) -> CompiledNetwork {
    try DiagnosticReport.catching {
      var network = try CompiledNetwork(graph)
      network.settings = settings
      return network
    }
  }

  /// The elements for an input, from a file.
  ///
  /// - Parameters:
  ///   - path: a picture (PNG, PPM, PGM), which is prepared as the network's `preprocess` says, or
  ///     an array (`.npy`) of the input's shape.
  ///   - name: the input; a network with one needs none.
  /// - Throws: when there is no such input, the file cannot be read, or it does not fit the input.
  public func input(
    contentsOf path: String, for name: String? = nil
  ) throws(DiagnosticReport) -> [Float] {
    try DiagnosticReport.catching {
      let names = graph.inputs.map(\.name)
      guard let input = graph.inputs.first(where: { $0.name == name ?? names[0] }),
        name != nil || names.count == 1
      else { throw Diagnostic.noSuchInput(name, among: names) }
      return try TensorSource.file(path).tensor(for: input, of: graph).elements
    }
  }

}

extension Diagnostic {

  fileprivate static func noSuchInput(_ name: String?, among names: [String]) -> Self {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let message = name.map { "there is no input '\($0)'" } ?? "the input has to be named"
    return Self(
      .error, "wrong-inputs", message, at: .commandLine, notes: [Note("the inputs: \(list)")])
  }

}
