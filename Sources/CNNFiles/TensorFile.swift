import CNNIR
import CNNSource

/// A file of named tensors.
package protocol TensorFile: Sendable {

  var path: String { get }

  /// What the file says of its tensors, in order of their names; no name stands twice.
  var tensors: [StoredTensor] { get }

  /// The elements of `tensors[index]`, in row-major order.
  ///
  /// - Requires: the tensor has an element type.
  /// - Throws: when the data is damaged or the file has changed.
  func floats(at index: Int) throws(Diagnostic) -> [Float]

}

/// A tensor that lies in a file.
package struct StoredTensor: Sendable, Hashable {

  package let name: String
  /// The type of the elements as the file writes it.
  package let typeName: String
  /// The type of the elements if it is one that is converted to floats.
  package let type: ElementType?
  package let shape: Shape

  package init(name: String, typeName: String, type: ElementType?, shape: Shape) {
    self.name = name
    self.typeName = typeName
    self.type = type
    self.shape = shape
  }

}
