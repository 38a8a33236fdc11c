/// Places in one arena for blocks of memory, such that blocks that are needed at the same time do not
/// overlap.
package struct ArenaPlacement: Sendable {

  package struct Block: Sendable {
    /// In elements.
    package var size: Int
    /// The steps during which it is needed, from 0 on.
    package var steps: ClosedRange<Int>

    package init(size: Int, steps: ClosedRange<Int>) {
      self.size = size
      self.steps = steps
    }
  }

  /// Where each block begins.
  package private(set) var offsets: [Int]

  /// The elements of the arena.
  package private(set) var size: Int

  /// When most is needed: no placement is smaller.
  package let peak: Peak

  private let blocks: [Block]

  /// Offsets are multiples of this many elements: a cache line of 64 bytes.
  package static let alignment = 16

  /// How often a placement is tried again with its highest block placed first, and for how many blocks
  /// at most: the time is proportional to both.
  private static let retries = 40
  private static let retriedBlocks = 500

  /// Places the blocks by each strategy, then again and again with what lies highest first, until no
  /// more is needed than at the peak, and keeps the smallest arena.
  package init(_ blocks: [Block]) {
    self.blocks = blocks
    peak = Peak(of: blocks)
    (offsets, size) = ([], .max)
    let byStart = Self.byStart(blocks)
    var fillings: [ArenaFilling] = []
    for strategy in Strategy.all where size > peak.size {
      fillings.append(ArenaFilling(blocks, byStart, strategy))
      keep(fillings[fillings.count - 1])
    }
    guard blocks.count <= Self.retriedBlocks else { return }
    for _ in 0..<Self.retries where size > peak.size {
      for index in fillings.indices where size > peak.size {
        fillings[index].placeHighestFirst()
        keep(fillings[index])
      }
    }
  }

  private mutating func keep(_ filling: ArenaFilling) {
    if filling.size < size { (offsets, size) = (filling.offsets, filling.size) }
  }

  /// Where a block ends.
  func end(of block: Int) -> Int { offsets[block] + Self.aligned(blocks[block].size) }

  /// The most elements in a row below a block that no other block takes while it is alive.
  func largestGap(below block: Int) -> Int {
    let rivals = blocks.indices.filter {
      offsets[$0] < offsets[block] && blocks[$0].steps.overlaps(blocks[block].steps)
    }
    var (end, largest) = (0, 0)
    for rival in rivals.sorted(by: { offsets[$0] < offsets[$1] }) {
      largest = max(largest, offsets[rival] - end)
      end = max(end, self.end(of: rival))
    }
    return max(largest, offsets[block] - end)
  }

  /// Where memory of some elements begins that is needed at a single step: lowest between the blocks that
  /// are needed then, or above them.
  package func places(for needs: [(size: Int, step: Int)]) -> [Int] {
    let byStart = Self.byStart(blocks)
    var index = LifetimeIndex(byStart.map { blocks[$0].steps })
    for position in byStart.indices { index.insert(position) }
    var rivals: [Range<Int>] = []
    return needs.map { (size, step) in
      let areFew = index.find(&rivals, during: step...step) {
        offsets[byStart[$0]]..<end(of: byStart[$0])
      }
      return areFew ? Self.gap(for: size, among: &rivals, .first) : self.size
    }
  }

  /// Where `size` elements are free between taken ones, which come to be in order, or else above them.
  fileprivate static func gap(
    for size: Int, among taken: inout [Range<Int>], _ fit: Strategy.Fit
  ) -> Int {
    taken.sort { $0.lowerBound < $1.lowerBound }
    var end = 0
    var best: (offset: Int, room: Int)?
    for range in taken {
      let room = range.lowerBound - end
      if room >= size, best == nil || fit == .best && room < best!.room { best = (end, room) }
      end = max(end, range.upperBound)
    }
    return best?.offset ?? end
  }

  /// The numbers of the blocks in the order of their starts.
  fileprivate static func byStart(_ blocks: [Block]) -> [Int] {
    blocks.indices.sorted {
      (blocks[$0].steps.lowerBound, $0) < (blocks[$1].steps.lowerBound, $1)
    }
  }

  static func aligned(_ size: Int) -> Int { (size + alignment - 1) / alignment * alignment }

}

extension ArenaPlacement {

  /// The first step at which the blocks that are needed take most.
  package struct Peak: Sendable, Hashable {

    package private(set) var step = 0
    /// In elements, each block rounded up to whole cache lines.
    package private(set) var size = 0

    package init(of blocks: [Block]) {
      let count = (blocks.map(\.steps.upperBound).max() ?? -1) + 1
      var changes = Array(repeating: 0, count: count + 1)
      for block in blocks {
        changes[block.steps.lowerBound] += aligned(block.size)
        changes[block.steps.upperBound + 1] -= aligned(block.size)
      }
      var sum = 0
      for (step, change) in changes.enumerated() {
        sum += change
        if sum > size { (self.step, size) = (step, sum) }
      }
    }
  }

  /// In which order blocks get their places, and which of the gaps that are large enough each takes.
  struct Strategy {

    enum Order: CaseIterable {
      /// The largest first, as in Pisarchyk and Lee, 2020.
      case size
      /// As they are needed.
      case start
      /// Those that are needed longest first.
      case duration
    }

    enum Fit: CaseIterable {
      /// The smallest gap.
      case best
      /// The lowest gap.
      case first
    }

    var order: Order
    var fit: Fit

    static let all = Order.allCases.flatMap { (order) in
      Fit.allCases.map { Strategy(order: order, fit: $0) }
    }
  }

}

/// Places for blocks, one after the other.
private struct ArenaFilling {

  private(set) var offsets: [Int]
  private(set) var size = 0

  private let blocks: [ArenaPlacement.Block]

  /// The numbers of the blocks in the order of their starts.
  private let byStart: [Int]

  /// The positions in `byStart` in the order in which blocks get their places.
  private var order: [Int]
  private let fit: ArenaPlacement.Strategy.Fit

  init(
    _ blocks: [ArenaPlacement.Block], _ byStart: [Int], _ strategy: ArenaPlacement.Strategy
  ) {
    (self.blocks, self.byStart) = (blocks, byStart)
    offsets = Array(repeating: 0, count: blocks.count)
    order = strategy.order.sorted(byStart.map { blocks[$0] })
    fit = strategy.fit
    fill()
  }

  /// Places all blocks anew, the one that ends highest before all others.
  mutating func placeHighestFirst() {
    let highest = order.indices.max {
      end(of: byStart[order[$0]]) < end(of: byStart[order[$1]])
    }
    guard let highest else { return }
    order.insert(order.remove(at: highest), at: 0)
    size = 0
    fill()
  }

  private mutating func fill() {
    var placed = LifetimeIndex(byStart.map { blocks[$0].steps })
    var rivals: [Range<Int>] = []
    for position in order {
      let block = blocks[byStart[position]]
      let areFew = placed.find(&rivals, during: block.steps) {
        offsets[byStart[$0]]..<end(of: byStart[$0])
      }
      // Among many, there is room above all of them.
      let offset = areFew ? ArenaPlacement.gap(for: block.size, among: &rivals, fit) : size
      place(byStart[position], at: offset)
      placed.insert(position)
    }
  }

  private func end(of block: Int) -> Int {
    offsets[block] + ArenaPlacement.aligned(blocks[block].size)
  }

  private mutating func place(_ block: Int, at offset: Int) {
    offsets[block] = offset
    size = max(size, end(of: block))
  }

}

extension LifetimeIndex {

  /// How many blocks alive at once a gap is looked for among: more would take time quadratic in them.
  private static let rivalLimit = 1_000

  /// Finds the places of the blocks that are needed during some steps; returns whether these are all.
  fileprivate func find(
    _ rivals: inout [Range<Int>], during steps: ClosedRange<Int>, place: (Int) -> Range<Int>
  ) -> Bool {
    rivals.removeAll(keepingCapacity: true)
    return forEachOverlap(with: steps) {
      rivals.append(place($0))
      return rivals.count <= Self.rivalLimit
    }
  }

}

extension ArenaPlacement.Strategy.Order {

  /// The positions of blocks, which are in the order of their starts, in this order.
  fileprivate func sorted(_ blocks: [ArenaPlacement.Block]) -> [Int] {
    func key(_ position: Int) -> (Int, Int, Int) {
      switch self {
      case .size: (-blocks[position].size, 0, position)
      case .start: (position, 0, 0)
      case .duration: (-blocks[position].steps.count, -blocks[position].size, position)
      }
    }
    return blocks.indices.sorted { key($0) < key($1) }
  }

}
