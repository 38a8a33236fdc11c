import CNNFiles
import CNNIR
import CNNSource

/// A network as Swift source, and what goes with it.
package struct EmittedSource: Sendable {

  /// The text of the file.
  package let text: String

  /// The weights, when they lie in a file of their own.
  package let weights: WeightsFile?

}

/// The file of weights that an emitted network maps: safetensors, the elements at a multiple of 64
/// bytes.
package struct WeightsFile: Sendable {

  private let parameters: ParameterValues

  init(_ parameters: ParameterValues) { self.parameters = parameters }

  /// Writes the file.
  ///
  /// - Throws: when it cannot be written.
  package func write(to path: String) throws(Diagnostic) {
    try OutputFile.write(to: path) { (file) throws(Diagnostic) in
      try file.append(parameters.head)
      for index in parameters.indices { try file.append(try parameters.bytes(at: index)) }
    }
  }

}
