/// Winograd's minimal filtering along rows and columns: how many outputs a tile has, and the window.
package struct WinogradSize: Sendable, Hashable {

  /// The axes of the rows' numbers and of the columns'.
  package let rows: WinogradLine
  package let columns: WinogradLine

  init(rows: WinogradLine, columns: WinogradLine) {
    (self.rows, self.columns) = (rows, columns)
  }

  /// The same along both.
  init(_ line: WinogradLine) { (rows, columns) = (line, line) }

  package var coefficients: Int { rows.input * columns.input }

  /// The elements of a window.
  package var taps: Int { rows.kernel * columns.kernel }

}

/// F(`tile`, `kernel`) of Lavin and Gray, 2016: `tile` outputs of a filter with `kernel` taps take
/// `tile + kernel - 1` products.
///
/// The products are the values of two polynomials at the points 0, some pairs of p and -p, and infinity.
package struct WinogradLine: Sendable, Hashable {

  package let tile: Int
  package let kernel: Int

  package init(tile: Int, kernel: Int) { (self.tile, self.kernel) = (tile, kernel) }

  /// No filtering.
  static let one = WinogradLine(tile: 1, kernel: 1)

  /// The pixels that a tile reads, and the coefficients that it becomes.
  package var input: Int { tile + kernel - 1 }

  /// The first point of each pair. Few are exact in steps of one; more come with small errors where they
  /// lie about 1.
  package var points: [Double] {
    switch input {
    case 1: []
    case 4: [1]
    case 6: [1, 2]
    case 8: [1, 0.5, 2]
    case 10: [0.5, 0.75, 1.25, 2.5]
    default: preconditionFailure("no points for so many coefficients")
    }
  }

  /// For each pair of coefficients the product of all (y - q^2) of the other pairs' points q, lowest power
  /// of y first; then that of all pairs.
  ///
  /// They make the transform of the input: the transforms of a point p and of -p are the sum and the
  /// difference of the product times the even pixels, and p times that of the odd ones.
  package var inputProducts: [[Double]] {
    (0...points.count).map { (without) in
      points.indices.filter { $0 != without }.reduce([1]) { (product, pair) in
        let square = points[pair] * points[pair]
        return zip([0] + product, product + [0]).map { $0 - square * $1 }
      }
    }
  }

  /// The transform of a filter: the rows have the powers of their points, over the product of the distances
  /// to all other points, and the last picks the last tap.
  package var filterTransform: [[Double]] {
    guard input > 1 else { return [[1]] }
    let points: [Double] = [0] + self.points.flatMap { [$0, -$0] }
    let rows = points.map { (point) in
      let distances = points.filter { $0 != point }.map { point - $0 }
      return (1..<kernel).reduce(into: [1 / distances.reduce(1, *)]) { (row, _) in
        row.append(row.last! * point)
      }
    }
    return rows + [(1...kernel).map { $0 == kernel ? 1 : 0 }]
  }

}
