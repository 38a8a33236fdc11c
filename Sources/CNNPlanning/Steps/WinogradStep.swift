/// Convolution of 3x3 or 5x5 windows at stride 1 by Winograd's minimal filtering (Lavin and Gray, 2016).
///
/// Tiles of pixels are transformed, multiplied with transformed filters coefficient by coefficient,
/// and transformed back; the products are the work of the convolution kernels, with tiles for pixels.
package struct WinogradStep: Sendable {

  /// How workers divide the work.
  package enum Division: Sendable {
    /// Each transforms and multiplies tiles of its own, as many at once as its cache holds.
    case tiles
    /// All transform the tiles of an image together, then each multiplies with filters of its own:
    /// for many filters, so that no two workers read the same ones.
    case filters
  }

  package let size: WinogradSize
  package let division: Division
  package let batch: Int
  /// The rows and columns of the output.
  package let height: Int
  package let width: Int
  /// Where the window of the first output begins.
  package let input: Strides
  package let inputBlocks: Int
  package let output: Strides
  /// The filters, a coefficient after the other for each group.
  package let groups: [ConvolutionStep.FilterGroup]
  package let bias: Int?
  /// How many rows of tiles are in work at once; only the last time there are fewer.
  package let tileRows: Int
  /// The tiles as pixels of the products, for that many rows and for the rest.
  package let products: (full: ConvolutionStep.Tiles, rest: ConvolutionStep.Tiles)
  /// Whether the filters come from beyond the cache.
  package let fetchesFilters: Bool
  package let residual: Strides?
  package let limits: Limits
  package let function: ElementFunction?
  /// Where transformed input and products lie in the arena, and how far apart the workers' are.
  package let transformed: Int
  package let transformedStride: Int
  package let multiplied: Int
  package let multipliedStride: Int

  package var tileColumns: Int { divideUp(width, size.tile) }
  package var allTileRows: Int { divideUp(height, size.tile) }

  /// The distance between blocks of transformed input, the same for the last rows.
  package var tileStride: Int { tileRows * tileColumns * Layout.lanes }

}

/// The sides of a tile's output, of the window and of a tile's input: F(tile x tile, kernel x kernel).
package struct WinogradSize: Sendable, Hashable {

  package let tile: Int
  package let kernel: Int
  package var input: Int { tile + kernel - 1 }
  package var coefficients: Int { input * input }

  /// `G` of Lavin and Gray, 2016, for the points 0, 1, -1 (, 2, -2) and infinity: a row has the powers of
  /// its point, and the last picks the last number.
  package var filterTransform: [[Double]] {
    let near: [(point: Double, factor: Double)] = [(0, 1), (1, 0.5), (-1, 0.5)]
    let all: [(point: Double, factor: Double)] = [
      (0, 1.0 / 4), (1, -1.0 / 6), (-1, -1.0 / 6), (2, 1.0 / 24), (-2, 1.0 / 24),
    ]
    let points = input == 4 ? near : all
    let rows = points.map { (point, factor) in
      (1..<kernel).reduce(into: [factor]) { (row, _) in row.append(row.last! * point) }
    }
    return rows + [(1...kernel).map { $0 == kernel ? 1 : 0 }]
  }

}
