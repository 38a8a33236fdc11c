/// The first element of a tensor and the distances within it.
package struct Strides: Sendable, Hashable, BitwiseCopyable {

  package var origin: Int
  package var image: Int
  package var block: Int
  package var plane: Int
  package var row: Int

  /// The distances in a tensor, seen from its first element.
  package init(_ layout: Layout) {
    origin = 0
    (image, block, plane, row) = (layout.image, layout.block, layout.plane, layout.row)
  }

  init(_ place: Place) {
    self.init(place.layout)
    origin = place.origin
  }

}
