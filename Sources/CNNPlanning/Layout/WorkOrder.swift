/// The order of a work on all pairs of a row and a group of channels: some rows with all groups, one after
/// the other, and then the next rows.
///
/// Workers that take as many pairs each, in this order, have rows of their own, or nearly, where
/// `rowsAtOnce` is their share of all or divides it. They find these in their caches if they did the same
/// in the step before.
package struct WorkOrder: Sendable, BitwiseCopyable {

  private let rows: Int
  private let groups: Int
  private let rowsAtOnce: Int
  private let rowsTogether: Int

  /// - Parameters:
  ///   - rows: of all images and planes.
  ///   - rowsAtOnce: those that take turns with all groups.
  ///   - rowsTogether: at least so many rows of a group go to one worker.
  package init(rows: Int, groups: Int, rowsAtOnce: Int, rowsTogether: Int = 1) {
    (self.rows, self.groups) = (rows, groups)
    (self.rowsAtOnce, self.rowsTogether) = (rowsAtOnce, rowsTogether)
  }

  /// The number of pairs.
  package var count: Int { rows &* groups }

  /// Where a pair is: the rows that take turns with all groups, the group, and the row's number among
  /// these rows.
  ///
  /// - Requires: there is such a pair.
  package func place(of pair: Int) -> (rows: Range<Int>, group: Int, row: Int) {
    let rows = turn(from: pair / (rowsAtOnce &* groups) &* rowsAtOnce)
    let (group, row) = (pair &- rows.lowerBound &* groups)
      .quotientAndRemainder(dividingBy: rows.count)
    return (rows, group, row)
  }

  /// The group of a pair or, after the last pair, the first group.
  package func group(of pair: Int) -> Int { pair < count ? place(of: pair).group : 0 }

  /// The rows from `row` on that take turns with all groups.
  package func turn(from row: Int) -> Range<Int> { row..<min(row &+ rowsAtOnce, rows) }

  /// The place nearest to `pair` where work may be divided: between groups, or with `rowsTogether` rows of
  /// a group on either side.
  package func cut(near pair: Int) -> Int {
    if rowsTogether == 1 || pair >= count { return pair }
    let (rows, _, row) = place(of: pair)
    let last = rows.count &- rowsTogether
    let isDivisible = rowsTogether <= last
    if row == 0 || isDivisible && rowsTogether <= row && row <= last { return pair }
    let before = isDivisible && row > last ? row &- last : row
    let after = isDivisible && row < rowsTogether ? rowsTogether &- row : rows.count &- row
    return before <= after ? pair &- before : pair &+ after
  }

}
