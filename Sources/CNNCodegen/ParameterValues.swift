import CNNFiles
import CNNIR
import CNNSource

/// The values of stored parameters, evaluated when they are asked for.
struct ParameterValues: Sendable {

  /// The parameters in order, by the layer that reads them first and the name that they have there.
  private let entries: [(name: String, shape: Shape, expression: ParameterExpression)]
  private let tensors: [String: Tensor]
  let storage: StoredFloat

  init(_ parameters: StoredParameters, _ tensors: [String: Tensor], _ storage: StoredFloat) {
    entries = parameters.groups.flatMap { (group) in
      group.entries.map { ("\(group.layer).\($0.slot)", $0.shape, $0.expression) }
    }
    self.tensors = tensors
    self.storage = storage
  }

  var indices: Range<Int> { entries.indices }

  /// What stands before the elements in a file, and says what they are.
  var head: [UInt8] {
    SafetensorsFile.head(of: entries.map { ($0.name, $0.shape) }, storage, alignment: 64)
  }

  /// The elements of a parameter.
  ///
  /// - Throws: when one is too large for the type in which they are kept.
  func elements(at index: Int) throws(Diagnostic) -> [Float] {
    let (name, _, expression) = entries[index]
    let elements = expression.evaluate(tensors).elements
    if storage != .float32, let large = elements.first(where: { !storage.holds($0) }) {
      let message = "'\(name)' has an element \(large), which \(storage) cannot hold"
      throw Diagnostic(.error, "unstorable-weight", message, at: .commandLine)
    }
    return elements
  }

  /// The elements of a parameter as they are kept.
  ///
  /// - Throws: when one is too large for that.
  func bytes(at index: Int) throws(Diagnostic) -> [UInt8] {
    storage.bytes(of: try elements(at: index))
  }

}
