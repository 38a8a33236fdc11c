import CNNPlanning

extension Rows {

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

extension Strides {

  @inline(__always)
  subscript(_ at: Row) -> Int {
    origin &+ at.image &* image &+ at.block &* block &+ at.plane &* plane &+ at.row &* row
  }

}
