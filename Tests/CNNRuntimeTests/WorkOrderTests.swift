import Testing

@testable import CNNPlanning

struct WorkOrderTests {

  /// Rows, groups, rows at once and rows together.
  private static let orders = [
    (1, 1, 1, 1), (7, 1, 7, 4), (7, 11, 7, 4), (7, 3, 4, 1), (14, 4, 7, 2), (13, 5, 6, 4),
    (9, 2, 2, 3), (28, 8, 14, 1), (5, 6, 100, 100),
  ]

  @Test(arguments: orders)
  func `all rows of a turn come with a group, then with the next`(
    _ rows: Int, _ groups: Int, _ rowsAtOnce: Int, _ rowsTogether: Int
  ) {
    let order = WorkOrder(
      rows: rows, groups: groups, rowsAtOnce: rowsAtOnce, rowsTogether: rowsTogether)
    var pair = 0
    for first in stride(from: 0, to: rows, by: rowsAtOnce) {
      let turn = first..<min(first + rowsAtOnce, rows)
      for group in 0..<groups {
        for row in 0..<turn.count {
          #expect(order.place(of: pair) == (turn, group, row))
          pair += 1
        }
      }
    }
    #expect(order.count == pair)
  }

  @Test(arguments: orders)
  func `cuts leave rows together and are near`(
    _ rows: Int, _ groups: Int, _ rowsAtOnce: Int, _ rowsTogether: Int
  ) {
    let order = WorkOrder(
      rows: rows, groups: groups, rowsAtOnce: rowsAtOnce, rowsTogether: rowsTogether)
    let places = (0..<order.count).filter { (pair) in
      let (turn, _, row) = order.place(of: pair)
      return row == 0 || row >= rowsTogether && turn.count - row >= rowsTogether
    }
    var last = 0
    for pair in 0...order.count {
      let cut = order.cut(near: pair)
      let nearest = (places + [order.count]).map { abs($0 - pair) }.min()
      #expect(cut >= last && abs(cut - pair) == nearest)
      #expect(cut == order.count || places.contains(cut))
      last = cut
    }
    #expect(order.cut(near: 0) == 0 && last == order.count)
  }

}
