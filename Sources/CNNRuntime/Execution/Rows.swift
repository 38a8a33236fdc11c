/// The rows of one or several tensors with the same extents: what kernels without windows run over.
struct Rows: Sendable {

  let images: Int
  let blocks: Int
  let planes: Int
  let rows: Int
  /// The pixels of a row.
  let width: Int

  /// Rows as long as the gaps in the tensors allow.
  init(_ tensors: Layout...) {
    let extents = tensors[0].extents
    images = tensors[0].batch
    blocks = tensors[0].blocks
    if tensors.allSatisfy({ $0.border == .none }) {
      (planes, rows, width) = (1, 1, extents.product)
    } else {
      (planes, rows, width) = (extents.depth, extents.height, extents.width)
    }
  }

  /// Calls `body` with the image, the block and the place of each row in a worker's share.
  @inline(__always)
  func forEach(_ worker: Worker, _ body: (Row) -> Void) {
    for item in worker.share(of: images * blocks * planes * rows) {
      let (outer, row) = item.quotientAndRemainder(dividingBy: rows)
      let (block, plane) = outer.quotientAndRemainder(dividingBy: planes)
      body(Row(image: block / blocks, block: block % blocks, plane: plane, row: row))
    }
  }

}

/// One row of one block of channels.
struct Row {
  let image: Int
  let block: Int
  let plane: Int
  let row: Int
}

/// The first element of a tensor and the distances within it.
struct Strides: Sendable, Hashable {

  var origin: Int
  var image: Int
  var block: Int
  var plane: Int
  var row: Int

  init(_ place: Place) {
    origin = place.origin
    (image, block) = (place.layout.image, place.layout.block)
    (plane, row) = (place.layout.plane, place.layout.row)
  }

  @inline(__always)
  subscript(_ at: Row) -> Int {
    origin &+ at.image &* image &+ at.block &* block &+ at.plane &* plane &+ at.row &* row
  }

}
