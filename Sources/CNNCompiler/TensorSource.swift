import CNNFiles
import CNNIR
import CNNPictures
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
      let message = "'\(text)' is no seed; write seed:N with a whole number N up to \(UInt64.max)"
      throw Diagnostic(.error, "invalid-seed", message, at: .commandLine)
    }
    self = .seed(seed)
  }

  /// The weights of `graph`, the network as it is written; what a file calls them is changed by
  /// `rules` first.
  ///
  /// - Throws: all mistakes, when the file or some tensor in it is missing or does not fit.
  package func weights(
    of graph: Graph, rules: [WeightsRenaming] = []
  ) throws(DiagnosticSet) -> WeightsReader {
    let parameters = graph.usedTensors
    switch self {
    case .seed(let seed):
      return WeightsReader(parameters, madeBy: SeededTensors(seed: seed))
    case .file(let path):
      return try WeightsReader(parameters, in: try graph.tensorFile(path), rules: rules)
    }
  }

  /// The tensor for an input, from a picture or an array.
  ///
  /// - Throws: when the file cannot be read, holds another shape than the input's, or an element
  ///   that is no token where an embedding reads them. An array may leave out a batch of 1.
  package func tensor(
    for input: Graph.Input, of graph: Graph
  ) throws(Diagnostic) -> Tensor {
    let shape = input.type.shape
    switch self {
    case .seed(let seed):
      return SeededTensors(seed: seed).input(input, of: graph)
    case .file(let path):
      let file = try MappedFile(path)
      let start = try file.bytes(0..<min(file.count, PictureFile.longestSignature))
      if PictureFile.isPicture(start, name: path) {
        return try PictureSource.tensor(try file.bytes(0..<file.count), path, for: input)
      }
      let tensor = try NumpyFile.read(file)
      let isSample = shape.first == 1 && tensor.shape == shape.withoutBatch
      guard tensor.shape == shape || isSample else {
        let message =
          "the array has the shape [\(tensor.shape)]; input '\(input.name)' needs [\(shape)]"
        throw Diagnostic(.error, "wrong-input-shape", message, at: .file(path))
      }
      if let vocabulary = graph.vocabulary(of: input.id) {
        try checkTokens(tensor.elements, vocabulary, of: input.name, path)
      }
      return Tensor(shape, tensor.elements)
    }
  }

  /// Checks that each element is the number of one of `vocabulary` tokens.
  private func checkTokens(
    _ elements: [Float], _ vocabulary: Int, of input: String, _ path: String
  ) throws(Diagnostic) {
    let isToken = { (element: Float) in Int(exactly: element).map((0..<vocabulary).contains) == true
    }
    guard let index = elements.firstIndex(where: { !isToken($0) }) else { return }
    let message =
      "element \(index) is \(elements[index]); the tokens of input '\(input)' are whole numbers "
      + "from 0 to \(vocabulary - 1)"
    throw Diagnostic(.error, "invalid-token", message, at: .file(path))
  }

}
