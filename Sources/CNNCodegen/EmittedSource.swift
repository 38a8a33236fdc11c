import CNNFiles
import CNNIR
import CNNSource

/// A network as Swift source, and what goes with it.
package struct EmittedSource: Sendable {

  /// The comment at the top of the file, and what it imports.
  let head: String

  /// The type and what belongs to it.
  let body: String

  /// The weights, when they lie in a file of their own.
  package let weights: WeightsFile?

  /// The text of the file.
  package var text: String { head + body }

  /// The text of a file that holds several networks, which were made from `source`.
  package static func text(joining sources: [EmittedSource], madeFrom source: String) -> String {
    // Who maps weights needs more than the others.
    guard let head = (sources.first { $0.weights != nil } ?? sources.first)?.head else {
      return
        "// Made by cnnc from \(commentText(source)), which has no network that needs no arguments.\n"
    }
    return head + sources.map(\.body).joined(separator: "\n")
  }

}

/// The file of weights that an emitted network maps: safetensors, the elements at a multiple of 64
/// bytes.
package struct WeightsFile: Sendable {

  private let parameters: ParameterValues

  init(_ parameters: ParameterValues) { self.parameters = parameters }

  /// Writes the bytes of the file.
  ///
  /// - Throws: when it cannot be written, or a weight cannot be stored as wanted.
  package func write(to file: borrowing OutputFile) throws(Diagnostic) {
    try file.append(parameters.head)
    for index in parameters.indices { try file.append(try parameters.bytes(at: index)) }
  }

}
