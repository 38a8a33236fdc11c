/// The kernels that a plan is made for, and the memory that they work in.
package struct Target: Sendable, Hashable {

  /// The most blocks of filters that a convolution's kernel computes at a time.
  package let mostVectors: Int

  /// The pixels that a kernel computes at a time, for each number of blocks: of rows of blocks, and of
  /// others.
  private let tiles: [[Int]]
  private let otherTiles: [[Int]]

  /// The bytes of a core's second-level cache.
  package var cacheSize = 1 << 20

  private init(_ tiles: [[Int]], others: [[Int]]? = nil) {
    mostVectors = tiles.count
    self.tiles = tiles
    otherTiles = others ?? tiles
  }

  /// 16 registers of 4 floats.
  package static let sse2 = Target([[1, 2]])

  /// 32 registers of 4 floats.
  package static let neon = Target([Array(1...6)])

  /// 16 registers of 8 floats.
  package static let avx2 = Target([Array(1...6)])

  /// 32 registers of 16 floats.
  package static let avx512 = Target(
    [Array(1...14), Array(1...14), Array(1...8), Array(1...6)],
    others: [[1, 2, 4, 6, 7, 14], [1, 2, 4, 6, 7, 14], [1, 2, 4, 6, 8], [1, 2, 4, 6]])

  /// The counts of pixels, ascending, for which there is a kernel.
  ///
  /// - Parameters:
  ///   - vectors: the blocks of filters.
  ///   - pitch: the floats from an input pixel to the next.
  package func pixels(vectors: Int, pitch: Int) -> [Int] {
    let isOfBlocks = pitch == Layout.lanes || pitch == 2 * Layout.lanes
    return (isOfBlocks ? tiles : otherTiles)[vectors - 1]
  }

}

/// What a plan depends on besides the graph.
package struct PlanOptions: Sendable {

  package var target: Target

  /// The threads that run the program together.
  package var threads = 1

  /// The threads that filters are grouped for, if they were packed for another number than runs it.
  package var packingThreads: Int?

  /// The threads that filters are grouped for.
  package var filterThreads: Int { packingThreads ?? threads }

  /// Whether convolutions keep to sums of products, without Winograd's transforms.
  package var isExact = false

  /// Whether the program runs more than once. If it does not, its parameters are packed just before
  /// they are used, and each node's take the place of the last one's.
  package var keepsParameters = true

  package init(target: Target) { self.target = target }

}
