import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource

/// Where a network's weights come from.
public struct WeightsSource: Sendable {

  private let load: @Sendable (Graph) throws -> (tensors: [String: Tensor], DiagnosticSet)

  package init(_ source: TensorSource, rules: [WeightsRenaming] = []) {
    load = { source.weights(of: $0, rules: rules) }
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
    load = { (graph) in
      let parameters = graph.usedTensors
      return Weights.file(TensorList(tensors, for: parameters)).load(parameters)
    }
  }

  /// The tensors that `graph`, the network as it is written, takes.
  ///
  /// - Throws: all mistakes, when some tensor is missing or does not fit.
  package func tensors(
    for graph: Graph
  ) throws -> (tensors: [String: Tensor], warnings: DiagnosticSet) {
    let (tensors, diagnostics) = try load(graph)
    if diagnostics.containsError { throw diagnostics }
    return (tensors, diagnostics)
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

  func floats(at index: Int) -> [Float] { elements[index] }

}
