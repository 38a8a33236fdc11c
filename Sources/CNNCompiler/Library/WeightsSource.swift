import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource

/// Where a network's weights come from.
public struct WeightsSource: Sendable {

  /// Finds the tensors that `graph`, the network as it is written, takes.
  ///
  /// - Throws: all mistakes, when some tensor is missing or does not fit.
  package let open: @Sendable (Graph) throws(DiagnosticSet) -> WeightsReader

  package init(_ source: TensorSource, rules: [WeightsRenaming] = []) {
    open = { (graph) throws(DiagnosticSet) in try source.weights(of: graph, rules: rules) }
  }

  /// No weights: for networks that take none.
  public static let none = Self(tensors: [:])

  /// A file of weights: `.safetensors`, `.npz` or darknet's `.weights`.
  public static func file(_ path: String) -> Self { Self(.file(path)) }

  /// Numbers made from the names of the tensors, as `Docs/analysis.md` says: for trials and tests.
  public static func seed(_ seed: UInt64) -> Self { Self(.seed(seed)) }

  /// Tensors in memory: row-major elements by `state_dict` name.
  public static func tensors(_ tensors: [String: [Float]]) -> Self { Self(tensors: tensors) }

  private init(tensors: [String: [Float]]) {
    open = { (graph) throws(DiagnosticSet) in
      let parameters = graph.usedTensors
      return try WeightsReader(parameters, in: TensorList(tensors, for: parameters))
    }
  }

  /// The tensors that `graph`, the network as it is written, takes.
  ///
  /// - Throws: all mistakes, when some tensor is missing, does not fit or cannot be read.
  package func tensors(
    for graph: Graph
  ) throws(DiagnosticSet) -> (tensors: [String: Tensor], warnings: DiagnosticSet) {
    try open(graph).all()
  }

  /// The program that runs a network with these weights, and what is odd about them.
  ///
  /// - Throws: as `tensors(for:)`.
  package func program(
    for network: CompiledNetwork, _ options: ProgramOptions
  ) throws(DiagnosticSet) -> (program: Program, warnings: DiagnosticSet) {
    try read(for: network) { (reader) throws(Diagnostic) in
      try Program(network.graph, tensors: reader, options: options)
    }
  }

  /// What `body` makes of the weights of a network, and what is odd about them.
  ///
  /// - Throws: as `tensors(for:)`.
  func read<Result>(
    for network: CompiledNetwork, _ body: (WeightsReader) throws(Diagnostic) -> Result
  ) throws(DiagnosticSet) -> (Result, warnings: DiagnosticSet) {
    let reader = try open(network.written)
    do throws(Diagnostic) {
      let result = try body(reader)
      let found = reader.finish()
      if !found.containsError { return (result, found) }
    } catch {
      // The reader knows it, and what else is wrong.
    }
    throw reader.finish()
  }

}

extension CompiledNetwork {

  /// The outputs of a single run, and what is odd about the weights.
  ///
  /// - Parameter weights: opened for the network as it is written.
  /// - Requires: a tensor of each input's shape, in order.
  /// - Throws: all that is wrong with the weights, when some cannot be read.
  package func runOnce(
    _ inputs: [Tensor], weights: WeightsReader, _ options: ProgramOptions
  ) throws(DiagnosticSet) -> (outputs: [Tensor], warnings: DiagnosticSet) {
    let outputs = try? Program.runOnce(graph, inputs, tensors: weights, options: options)
    let found = weights.finish()
    // What the run failed with is among it.
    guard let outputs, !found.containsError else { throw found }
    return (outputs, found)
  }

}

/// Tensors in memory, as if they lay in a file.
private struct TensorList: TensorFile {

  let path = "<tensors>"
  let tensors: [StoredTensor]
  private let elements: [[Float]]

  /// A list of elements has the shape that its parameter needs if it fills it.
  init(_ lists: [String: [Float]], for parameters: [NamedTensor]) {
    let shapes = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape) })
    let sorted = lists.sorted { $0.key < $1.key }
    tensors = sorted.map { (name, elements) in
      let needed = shapes[name].flatMap { $0.elementCount == elements.count ? $0 : nil }
      return StoredTensor(
        name: name, typeName: "F32", type: .float32, shape: needed ?? Shape(elements.count))
    }
    elements = sorted.map(\.value)
  }

  var hasParts: Bool { true }

  func withFloats<Result>(
    at index: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    elements[index].withUnsafeBufferPointer { body($0.extracting(range)) }
  }

}
