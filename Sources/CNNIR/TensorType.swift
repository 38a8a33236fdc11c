/// The element type and the shape of a value.
package struct TensorType: Sendable, Hashable {

  package var element: ElementType
  package var shape: Shape

  package init(_ shape: Shape, _ element: ElementType = .float32) {
    self.element = element
    self.shape = shape
  }

  /// The number of spatial axes: those after batch and channels.
  package var spatialRank: Int { Swift.max(shape.count - 2, 0) }

  /// The extents of the spatial axes.
  package var spatialExtents: [Int] { Array(shape.dropFirst(2)) }

  /// The extent of the channel axis.
  package var channels: Int { shape[1] }

}

/// What a tensor is made of.
package enum ElementType: String, Sendable, Hashable, CaseIterable {
  case float32 = "f32"
}

extension TensorType: CustomStringConvertible {

  /// The type as IR text writes it: `f32[1x20x28x28]`.
  package var description: String { "\(element.rawValue)[\(shape)]" }

}
