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

  /// A view of the elements from `offset` on as a tensor.
  ///
  /// - Requires: the buffer outlives the view.
  func view(_ shape: Shape, at offset: Int = 0) -> TensorView {
    TensorView(shape, UnsafeBufferPointer(mutableView(shape, at: offset).elements))
  }

  /// A view through which the elements from `offset` on may be written.
  ///
  /// - Requires: the buffer outlives the view.
  func mutableView(_ shape: Shape, at offset: Int = 0) -> MutableTensorView {
    MutableTensorView(shape, elements.extracting(offset..<offset + shape.elementCount))
  }

  /// A copy of the elements from `offset` on.
  func tensor(_ shape: Shape, at offset: Int = 0) -> Tensor {
    Tensor(shape, Array(view(shape, at: offset).elements))
  }

}

extension TensorView {

  /// A view of what `view` writes.
  init(_ view: MutableTensorView) {
    self.init(view.shape, UnsafeBufferPointer(view.elements))
  }

}
