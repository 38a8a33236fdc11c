/// A diagram as levels, one in the other, with what stands beside and below what in each.
///
/// It does not depend on how large anything is drawn or which blocks are open: `DiagramGeometry` adds
/// that.
package struct DiagramLayout: Sendable {

  package let diagram: Diagram
  /// The whole and its blocks, each after the scope around it.
  package let scopes: [Scope]
  /// What stands in each scope.
  package let levels: [Level]

  /// More bends than this for each box, or in a small diagram altogether, are not drawn: arrows take
  /// the direct way then.
  private static let bendsPerBox = 20
  private static let bendsAlways = 20_000

  package init(_ diagram: Diagram) {
    self.diagram = diagram
    let scopes = diagram.scopes()
    var levels = diagram.levels(scopes)
    var bends = max(Self.bendsAlways, Self.bendsPerBox * diagram.boxes.count)
    for number in scopes.indices {
      let entries = scopes[number].parent.map { levels[$0].sources(of: number) } ?? []
      levels[number].assignRanks()
      bends -= levels[number].addBends(limit: bends)
      levels[number].orderRows(entries: entries)
      levels[number].assignLanes()
    }
    self.scopes = scopes
    self.levels = levels
  }

  /// The numbers of the scopes that stay closed if the blocks of the first `depth` levels are open.
  func closedScopes(depth: Int) -> Set<Int> {
    Set(scopes.indices.filter { scopes[$0].depth > depth })
  }

  /// The most levels of blocks that can be open without more than `limit` boxes to see, but at least
  /// none.
  package func depth(showing limit: Int) -> Int {
    let deepest = scopes.map(\.depth).max() ?? 0
    for depth in stride(from: deepest, through: 1, by: -1)
    where visibleCount(depth: depth) <= limit {
      return depth
    }
    return 0
  }

  /// How many boxes and closed blocks there are to see.
  private func visibleCount(depth: Int) -> Int {
    scopes.filter { $0.depth <= depth }.reduce(0) { (sum, scope) in
      sum
        + scope.members.count {
          if case .block(let block) = $0 { scopes[block].depth > depth } else { true }
        }
    }
  }

}

extension Level {

  /// The values that go into a block, by where they come from, from left to right.
  fileprivate func sources(of block: Int) -> [Int] {
    guard let item = numbers[.block(block)] else { return [] }
    return segments.filter { $0.target == item }
      .sorted { (lanes[$0.source], $0.value) < (lanes[$1.source], $1.value) }.map(\.value)
  }

}
