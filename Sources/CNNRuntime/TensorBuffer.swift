import CNNIR

/// Memory for tensors: zeroed, aligned to a cache line, freed with its owner.
package final class TensorBuffer: @unchecked Sendable {

  /// What the buffer holds. Whoever writes it must be the only one to use the buffer.
  package let elements: UnsafeMutableBufferPointer<Float>

  private let memory: PagedMemory

  package init(count: Int) {
    memory = PagedMemory(count * MemoryLayout<Float>.stride)
    elements = memory.bytes.bindMemory(to: Float.self).extracting(0..<count)
  }

  package convenience init(_ tensor: Tensor) {
    self.init(count: tensor.elements.count)
    _ = elements.update(from: tensor.elements)
  }

  /// A view of the first elements as a tensor.
  ///
  /// - Requires: the buffer outlives the view.
  func view(_ shape: Shape) -> TensorView {
    TensorView(shape, UnsafeBufferPointer(mutableView(shape).elements))
  }

  /// A view through which the first elements may be written.
  ///
  /// - Requires: the buffer outlives the view.
  func mutableView(_ shape: Shape) -> MutableTensorView {
    MutableTensorView(shape, elements.extracting(..<shape.elementCount))
  }

  /// A copy of the first elements.
  func tensor(_ shape: Shape) -> Tensor { Tensor(shape, Array(view(shape).elements)) }

}

extension TensorView {

  /// A view of what `view` writes.
  init(_ view: MutableTensorView) {
    self.init(view.shape, UnsafeBufferPointer(view.elements))
  }

}
