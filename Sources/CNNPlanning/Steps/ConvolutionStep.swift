/// Direct convolution, and whatever else is sums of products of pixels with packed filters.
///
/// A convolution is one phase. A transposed one has a phase for every remainder of output positions by
/// the stride: each is a convolution of its own, whose output pixels lie a stride apart.
package struct ConvolutionStep: Sendable {

  /// Some filters, at most `mostVectors` blocks, of which the last need not be full, and what they read.
  package struct FilterGroup: Sendable {
    package var vectors: Int
    package var filters: Int
    /// The number of the first block.
    package var block: Int
    /// The input's offset of each step.
    package var steps: [Int]
    /// Where the filters begin.
    package var weights: Int
  }

  /// The pixels of the calls that together compute a row, for each number of blocks that a group may
  /// have.
  package struct Tiles: Sendable {
    package var sizes: [[Int]]

    package subscript(vectors vectors: Int) -> [Int] { sizes[vectors - 1] }
  }

  package struct Phase: Sendable {
    package var groups: [FilterGroup]
    package var tiles: Tiles
    /// The pixels of the calls for the last row, where that is shorter.
    package var lastTiles: Tiles
    package var planes: Int
    package var rows: Int
    package var input: Strides
    /// The values of a step, and the distance between its inputs for neighbouring pixels.
    package var run: Int
    package var inputPixel: Int
    package var output: Strides
    package var outputPixel: Int
    /// What is added to the result before it is stored: whole blocks of pixels.
    package var residual: Strides?
    package var width: Int
    /// The pixels of the last row.
    package var lastWidth: Int
    /// How many rows are computed with one group before the next group's turn.
    package var rowsAtOnce: Int
    /// At least so many rows of a group go to one worker: for a few pixels, it would wait for the filters.
    package var rowsTogether = 1
    /// Into how many parts the sums are cut. Each is computed for all groups before the next, so that
    /// its filters and what they read stay in the cache.
    package var parts = 1

    /// The order in which the rows of a batch are computed with the groups.
    package func order(batch: Int) -> WorkOrder {
      WorkOrder(
        rows: batch * planes * rows, groups: groups.count, rowsAtOnce: rowsAtOnce,
        rowsTogether: rowsTogether)
    }

    /// The rows of the same width, and the last one if it is shorter.
    package var ofEqualRows: [Phase] {
      if lastWidth == width { return [self] }
      var (full, last) = (self, self)
      full.rows -= 1
      (full.lastWidth, full.lastTiles) = (width, tiles)
      last.rows = 1
      (last.width, last.tiles) = (lastWidth, lastTiles)
      last.input.origin += full.rows * input.row
      last.output.origin += full.rows * output.row
      last.residual?.origin += full.rows * output.row
      return [full, last].filter { $0.rows > 0 }
    }
  }

  package let batch: Int
  package let phases: [Phase]
  /// Where the bias of the first filter is.
  package let bias: Int?
  package let limits: Limits
  package let function: ElementFunction?
  /// Where the weights begin that each worker reads after this step, or nothing.
  package var following: [Int] = []

}
