import CNNPlanning

extension Rows {

  /// Calls `body` with the image, the block and the place of each row that a worker is given.
  @inline(__always)
  func forEach(_ worker: Worker, _ body: (Row) -> Void) {
    worker.divide(images * blocks * planes * rows, grain: Worker.grain.pixels / width) {
      forEach(in: $0, body)
    }
  }

  @inline(__always)
  private func forEach(in share: Range<Int>, _ body: (Row) -> Void) {
    let (outer, row) = share.lowerBound.quotientAndRemainder(dividingBy: rows)
    let (block, plane) = outer.quotientAndRemainder(dividingBy: planes)
    var at = Row(image: block / blocks, block: block % blocks, plane: plane, row: row)
    for _ in share {
      body(at)
      if at.advance(rows: rows, planes: planes) { continue }
      at.block &+= 1
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

  /// Moves on to the next row, or back to the first after the last of the block, which gives `false`. A
  /// division for each row would take as long as some rows do.
  @inline(__always)
  mutating func advance(rows: Int, planes: Int) -> Bool {
    row &+= 1
    if row < rows { return true }
    (row, plane) = (0, plane &+ 1)
    if plane < planes { return true }
    plane = 0
    return false
  }
}

extension Strides {

  @inline(__always)
  subscript(_ at: Row) -> Int {
    origin &+ at.image &* image &+ at.block &* block &+ at.plane &* plane &+ at.row &* row
  }

}
