import CNNIR
import CNNSource

/// A file of named tensors.
package protocol TensorFile: Sendable {

  var path: String { get }

  /// What the file says of its tensors, in order of their names; no name stands twice.
  var tensors: [StoredTensor] { get }

  /// Whether elements of a tensor can be read without the cost of all the others.
  var hasParts: Bool { get }

  /// Calls `body` with the elements of `tensors[index]` whose row-major indices lie in `range`.
  ///
  /// - Requires: the tensor has an element type, and the elements.
  /// - Throws: when the data is damaged or the file has changed.
  func withFloats<Result>(
    at index: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Diagnostic) -> Result

}

extension TensorFile {

  /// The elements of `tensors[index]`, in row-major order.
  ///
  /// - Requires: the tensor has an element type.
  /// - Throws: when the data is damaged or the file has changed.
  package func floats(at index: Int) throws(Diagnostic) -> [Float] {
    try withFloats(at: index, in: 0..<tensors[index].shape.elementCount) { Array($0) }
  }

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
