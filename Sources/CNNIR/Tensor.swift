/// A dense row-major array of 32-bit floats.
package struct Tensor: Sendable, Hashable {

  package let shape: Shape
  package var elements: [Float]

  /// - Requires: as many elements as the shape has.
  package init(_ shape: Shape, _ elements: [Float]) {
    precondition(elements.count == shape.elementCount, "elements do not fill the shape")
    self.shape = shape
    self.elements = elements
  }

  package init(_ shape: Shape, repeating value: Float) {
    self.shape = shape
    elements = Array(repeating: value, count: shape.elementCount)
  }

}

/// Read access to a tensor in memory that somebody else keeps alive.
package struct TensorView {

  package let shape: Shape
  package let elements: UnsafeBufferPointer<Float>

  package init(_ shape: Shape, _ elements: UnsafeBufferPointer<Float>) {
    self.shape = shape
    self.elements = elements
  }

}

/// Write access to a tensor in memory that somebody else keeps alive.
package struct MutableTensorView {

  package let shape: Shape
  package let elements: UnsafeMutableBufferPointer<Float>

  package init(_ shape: Shape, _ elements: UnsafeMutableBufferPointer<Float>) {
    self.shape = shape
    self.elements = elements
  }

}
