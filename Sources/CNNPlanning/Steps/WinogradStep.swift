/// Convolution at stride 1 by Winograd's minimal filtering (Lavin and Gray, 2016).
///
/// Tiles of pixels are transformed, multiplied with transformed filters coefficient by coefficient,
/// and transformed back; the products are the work of the convolution kernels, with tiles for pixels.
package struct WinogradStep: Sendable {

  /// How workers divide the work.
  package enum Division: Sendable {
    /// Each transforms and multiplies tiles of its own, as many at once as its cache holds.
    case tiles
    /// All transform tiles together, then each multiplies with filters of its own: for many filters, so
    /// that no two workers read the same ones.
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
  /// How many blocks of the input are multiplied with their filters before the next ones' turn.
  package let partBlocks: Int
  package let residual: Strides?
  package let limits: Limits
  package let function: ElementFunction?
  /// Where transformed input and products lie in the arena, and how far apart the workers' are.
  package let transformed: Int
  package let transformedStride: Int
  package let multiplied: Int
  package let multipliedStride: Int
  /// Where the weights begin that each worker reads after this step, or nothing.
  package var following: [Int] = []

  package var tileColumns: Int { divideUp(width, size.columns.tile) }
  package var allTileRows: Int { divideUp(height, size.rows.tile) }

  /// The distance between blocks of transformed input, the same for the last rows.
  package var tileStride: Int { tileRows * tileColumns * Layout.lanes }

  /// The distance between coefficients of so many blocks of tiles: an odd number of cache lines, so that
  /// the coefficients of a tile lie in different sets of the cache.
  package static func distance(ofBlocks blocks: Int, tileStride: Int) -> Int {
    (blocks * tileStride / Layout.lanes | 1) * Layout.lanes
  }

}
