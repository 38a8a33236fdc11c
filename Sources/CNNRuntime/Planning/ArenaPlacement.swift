/// Places in one arena for blocks of memory, such that blocks that are needed at the same time do not
/// overlap.
struct ArenaPlacement {

  struct Block {
    /// In elements.
    var size: Int
    /// The steps during which it is needed.
    var steps: ClosedRange<Int>
  }

  /// Where each block begins.
  private(set) var offsets: [Int]
  /// The elements of the arena.
  private(set) var size = 0

  /// Offsets are multiples of this many elements: a cache line of 64 bytes.
  private static let alignment = 16

  /// Places the largest blocks first, each in the lowest gap that is free while it is needed (greedy by
  /// size, as in Pisarchyk and Lee, 2020).
  init(_ blocks: [Block]) {
    offsets = Array(repeating: 0, count: blocks.count)
    var placed: [Int] = []
    let bySize = blocks.indices.sorted {
      (blocks[$0].size, blocks[$1].steps.lowerBound)
        > (blocks[$1].size, blocks[$0].steps.lowerBound)
    }
    for index in bySize {
      let block = blocks[index]
      var offset = 0
      for rival in placed where blocks[rival].steps.overlaps(block.steps) {
        if offset + block.size <= offsets[rival] { break }
        offset = max(offset, Self.aligned(offsets[rival] + blocks[rival].size))
      }
      offsets[index] = offset
      size = max(size, Self.aligned(offset + block.size))
      let position = placed.firstIndex { offsets[$0] > offset } ?? placed.count
      placed.insert(index, at: position)
    }
  }

  private static func aligned(_ offset: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }

}
