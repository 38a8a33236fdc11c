import CNNIR
import CNNRuntime
import CNNSource

/// Where a tensor or a network's weights come from, as the command line says it: a file, or
/// `seed:N`.
package enum TensorSource: Sendable {
  case seed(UInt64)
  case file(String)

  /// - Throws: when the text starts with `seed:` and no number follows.
  package init(_ text: String) throws(Diagnostic) {
    guard text.hasPrefix("seed:") else {
      self = .file(text)
      return
    }
    guard let seed = UInt64(text.dropFirst("seed:".count)) else {
      let message = "'\(text)' is no seed; write seed:N with a whole number N"
      throw Diagnostic(.error, "invalid-seed", message, at: .commandLine)
    }
    self = .seed(seed)
  }

  /// The weights that `parameters` name.
  package func weights(
    _ parameters: [NamedTensor]
  ) -> (tensors: [String: Tensor], diagnostics: DiagnosticSet) {
    switch self {
    case .seed(let seed):
      return Weights.seeded(SeededTensors(seed: seed)).load(parameters)
    case .file(let path):
      do throws(Diagnostic) {
        return Weights.file(try SafetensorsFile(path), path: path).load(parameters)
      } catch {
        return ([:], DiagnosticSet([error]))
      }
    }
  }

  /// The tensor for an input.
  ///
  /// - Throws: when the file cannot be read, or holds another shape than the input's. A file may
  ///   leave out a batch of 1.
  package func tensor(
    for input: Graph.Input, of graph: Graph
  ) throws(Diagnostic) -> Tensor {
    let shape = input.type.shape
    switch self {
    case .seed(let seed):
      return SeededTensors(seed: seed).input(input, of: graph)
    case .file(let path):
      let tensor = try NumpyFile.read(path)
      if tensor.shape == shape { return tensor }
      if shape.first == 1, tensor.shape == shape.withoutBatch {
        return Tensor(shape, tensor.elements)
      }
      let message =
        "the array has the shape [\(tensor.shape)]; input '\(input.name)' needs [\(shape)]"
      throw Diagnostic(.error, "wrong-input-shape", message, at: .file(path))
    }
  }

}
