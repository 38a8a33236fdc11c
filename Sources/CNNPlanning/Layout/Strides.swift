/// The first element of a tensor and the distances within it.
package struct Strides: Sendable, Hashable, BitwiseCopyable {

  package var origin: Int
  package var image: Int
  package var block: Int
  package var plane: Int
  package var row: Int

  init(_ place: Place) {
    origin = place.origin
    (image, block) = (place.layout.image, place.layout.block)
    (plane, row) = (place.layout.plane, place.layout.row)
  }

}
