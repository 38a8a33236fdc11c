/// Lifetimes, some of them marked, that finds the marked ones which overlap another in time
/// proportional to their number and to the logarithm of that of all.
struct LifetimeIndex {

  private let lifetimes: [ClosedRange<Int>]

  /// A binary tree over the lifetimes: the root is element 1, the children of `n` are `2 n` and
  /// `2 n + 1`, the leaves the last `leafCount`. Each holds the latest end of the marked lifetimes
  /// below, or -1.
  private var latestEnds: [Int]
  private let leafCount: Int

  /// - Requires: lifetimes in the order of their starts, which are not negative.
  init(_ lifetimes: [ClosedRange<Int>]) {
    self.lifetimes = lifetimes
    var leafCount = 1
    while leafCount < lifetimes.count { leafCount *= 2 }
    self.leafCount = leafCount
    latestEnds = Array(repeating: -1, count: 2 * leafCount)
  }

  /// Marks the lifetime with a number.
  mutating func insert(_ index: Int) {
    var node = leafCount + index
    while node > 0 {
      latestEnds[node] = max(latestEnds[node], lifetimes[index].upperBound)
      node /= 2
    }
  }

  /// Calls `body` with the numbers of the marked lifetimes that overlap `steps`, lowest first, as long as it
  /// returns true; returns whether it always did.
  func forEachOverlap(with steps: ClosedRange<Int>, _ body: (Int) -> Bool) -> Bool {
    visit(1, 0..<leafCount, steps, body)
  }

  /// Goes through what is below a node.
  private func visit(
    _ node: Int, _ leaves: Range<Int>, _ steps: ClosedRange<Int>, _ body: (Int) -> Bool
  ) -> Bool {
    // What ends too early or, as starts are in order, begins too late is left out.
    guard latestEnds[node] >= steps.lowerBound, leaves.lowerBound < lifetimes.count,
      lifetimes[leaves.lowerBound].lowerBound <= steps.upperBound
    else { return true }
    if leaves.count == 1 { return body(leaves.lowerBound) }
    let middle = leaves.lowerBound + leaves.count / 2
    return visit(2 * node, leaves.lowerBound..<middle, steps, body)
      && visit(2 * node + 1, middle..<leaves.upperBound, steps, body)
  }

}
