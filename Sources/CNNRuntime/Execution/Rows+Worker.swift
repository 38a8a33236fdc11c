import CNNPlanning

extension Rows {

  /// Calls `body` with the image, the block and the place of each row that a worker is given.
  ///
  /// - Parameter byRows: whether workers have rows of their own, of all blocks, rather than blocks.
  @inline(__always)
  func forEach(_ worker: Worker, byRows: Bool = false, _ body: (Row) -> Void) {
    let rowsAtOnce = byRows ? divideUp(planes &* rows, worker.count) : planes &* rows
    let order = WorkOrder(
      rows: images &* planes &* rows, groups: blocks, rowsAtOnce: rowsAtOnce)
    worker.divide(order.count, grain: Worker.grain.pixels / width) { forEach(in: $0, order, body) }
  }

  @inline(__always)
  private func forEach(in share: Range<Int>, _ order: WorkOrder, _ body: (Row) -> Void) {
    var (turn, block, row) = order.place(of: share.lowerBound)
    var rest = share.count
    while true {
      let (outer, line) = (turn.lowerBound &+ row).quotientAndRemainder(dividingBy: rows)
      let (image, plane) = outer.quotientAndRemainder(dividingBy: planes)
      var at = Row(image: image, block: block, plane: plane, row: line)
      let count = min(turn.count &- row, rest)
      for _ in 0..<count {
        body(at)
        if !at.advance(rows: rows, planes: planes) { at.image &+= 1 }
      }
      rest &-= count
      if rest == 0 { return }
      (block, row) = (block &+ 1, 0)
      if block == blocks { (turn, block) = (order.turn(from: turn.upperBound), 0) }
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
