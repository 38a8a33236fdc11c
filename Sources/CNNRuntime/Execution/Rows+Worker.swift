import CNNPlanning

extension Rows {

  /// Calls `body` with the image, the block and the place of each row in a worker's share.
  @inline(__always)
  func forEach(_ worker: Worker, _ body: (Row) -> Void) {
    let share = worker.share(of: images * blocks * planes * rows)
    if share.isEmpty { return }
    let (outer, row) = share.lowerBound.quotientAndRemainder(dividingBy: rows)
    let (block, plane) = outer.quotientAndRemainder(dividingBy: planes)
    var at = Row(image: block / blocks, block: block % blocks, plane: plane, row: row)
    for _ in share {
      body(at)
      // A division for each row would take as long as some rows do.
      at.row &+= 1
      if at.row < rows { continue }
      (at.row, at.plane) = (0, at.plane &+ 1)
      if at.plane < planes { continue }
      (at.plane, at.block) = (0, at.block &+ 1)
      if at.block < blocks { continue }
      (at.block, at.image) = (0, at.image &+ 1)
    }
  }

}

/// One row of one block of channels.
struct Row {
  var image: Int
  var block: Int
  var plane: Int
  var row: Int
}

extension Strides {

  @inline(__always)
  subscript(_ at: Row) -> Int {
    origin &+ at.image &* image &+ at.block &* block &+ at.plane &* plane &+ at.row &* row
  }

}
