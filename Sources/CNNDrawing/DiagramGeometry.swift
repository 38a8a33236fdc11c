/// Where everything in a picture of a diagram is, with some of its blocks closed.
///
/// The page does the same arithmetic when a reader opens or closes a block (`layoutScript`).
package struct DiagramGeometry: Sendable {

  package struct Frame: Sendable, Hashable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    var centerX: Double { x + width / 2 }
    var bottom: Double { y + height }
  }

  /// A piece of an arrow: down from its start, aslant between two rows, and down to its end.
  package struct Curve: Sendable, Hashable {
    var start: Point
    /// Where it leaves the row of its start.
    var leave: Point
    /// Where it comes to the row of its end.
    var arrive: Point
    var end: Point
    /// Whether it ends at a box.
    var hasHead: Bool
    /// The box that makes what it carries.
    var value: Int
  }

  package struct Point: Sendable, Hashable {
    var x: Double
    var y: Double
  }

  package private(set) var width = 0.0
  package private(set) var height = 0.0
  /// The boxes that are to be seen, by number.
  package private(set) var boxes: [Int: Frame] = [:]
  package private(set) var openBlocks: [Int: Frame] = [:]
  package private(set) var closedBlocks: [Int: Frame] = [:]
  package private(set) var curves: [Curve] = []

  private var plans: [LevelPlan]

  /// The picture with the blocks of the first `depth` levels open.
  package init(_ layout: DiagramLayout, depth: Int) {
    let sizes = DiagramSizes(layout.diagram, layout.scopes, layout.levels)
    self.init(layout, sizes, closed: layout.closedScopes(depth: depth))
  }

  init(_ layout: DiagramLayout, _ sizes: DiagramSizes, closed: Set<Int>) {
    plans = layout.scopes.map { (_) in LevelPlan() }
    // A block's size depends on those in it, which come later; its place on the scope around, which
    // comes before.
    for scope in layout.scopes.indices.reversed() where !closed.contains(scope) {
      plans[scope] = LevelPlan(layout.levels[scope], sizes, scope, plans)
    }
    openBlocks[0] = Frame(x: 0, y: 0, width: plans[0].width, height: plans[0].height)
    for scope in layout.scopes.indices {
      if let frame = openBlocks[scope] { place(layout.levels[scope], scope, in: frame, sizes) }
    }
    openBlocks[0] = nil
    (width, height) = (plans[0].width, plans[0].height)
  }

  private mutating func place(
    _ level: Level, _ scope: Int, in frame: Frame, _ sizes: DiagramSizes
  ) {
    let plan = plans[scope]
    for (number, item) in level.items.enumerated() {
      let (x, y) = (frame.x + plan.centers[number], frame.y + plan.tops[number])
      switch item {
      case .box(let box): boxes[box] = Frame(around: x, y, sizes.boxExtents[box])
      case .block(let block) where plans[block].isOpen:
        let (width, height) = (plans[block].width, plans[block].height)
        openBlocks[block] = Frame(x: x - width / 2, y: y, width: width, height: height)
      case .block(let block): closedBlocks[block] = Frame(around: x, y, sizes.blockExtents[block])
      case .entry, .exit, .bend: break
      }
    }
    curves += level.segments.map { curve($0, level, scope, frame) }
  }

  private func curve(
    _ segment: Level.Segment, _ level: Level, _ scope: Int, _ frame: Frame
  ) -> Curve {
    let plan = plans[scope]
    let (source, target) = (segment.source, segment.target)
    var start = Point(x: frame.x + plan.centers[source], y: frame.y + plan.tops[source])
    var end = Point(x: frame.x + plan.centers[target], y: frame.y + plan.tops[target])
    switch level.items[source] {
    case .box(let box): start.y = boxes[box]!.bottom
    case .block(let block):
      let inner = openBlocks[block] ?? closedBlocks[block]!
      start.y = inner.bottom
      if let x = plans[block].exits[segment.value] { start.x = inner.x + x }
    case .entry: start.y = frame.y + DiagramSizes.barHeight
    case .exit, .bend: break
    }
    switch level.items[target] {
    case .block(let block):
      if let x = plans[block].entries[segment.value] { end.x = openBlocks[block]!.x + x }
    case .exit: end.y = frame.bottom
    case .box, .entry, .bend: break
    }
    let (above, below) = (level.ranks[source], level.ranks[target])
    return Curve(
      start: start, leave: Point(x: start.x, y: frame.y + plan.rows[above].upperBound),
      arrive: Point(x: end.x, y: frame.y + plan.rows[below].lowerBound), end: end,
      hasHead: level.items[target].width == 1, value: segment.value)
  }

}

extension DiagramGeometry.Frame {

  /// The frame of a box whose middle is at `x` and whose top is at `y`.
  fileprivate init(around x: Double, _ y: Double, _ extent: DiagramSizes.Extent) {
    self.init(x: x - extent.width / 2, y: y, width: extent.width, height: extent.height)
  }

}

/// Where things are in an open scope, from its upper left corner.
private struct LevelPlan {

  var isOpen = false
  var width = 0.0
  var height = 0.0
  /// The middle of each item.
  var centers: [Double] = []
  var tops: [Double] = []
  /// From where to where each row reaches.
  var rows: [ClosedRange<Double>] = []
  /// Where what a box makes comes in and goes out.
  var entries: [Int: Double] = [:]
  var exits: [Int: Double] = [:]

  init() {}

  init(_ level: Level, _ sizes: DiagramSizes, _ scope: Int, _ plans: [LevelPlan]) {
    isOpen = true
    let extents = level.items.map { (item) -> (width: Double, height: Double) in
      switch item {
      case .box(let box): (sizes.boxExtents[box].fullWidth, sizes.boxExtents[box].fullHeight)
      case .block(let block) where plans[block].isOpen: (plans[block].width, plans[block].height)
      case .block(let block):
        (sizes.blockExtents[block].fullWidth, sizes.blockExtents[block].fullHeight)
      case .entry, .exit, .bend: (0, 0)
      }
    }
    placeAcross(level, extents.map(\.width), barWidth: scope == 0 ? 0 : sizes.barWidths[scope])
    placeDown(level, extents.map(\.height), barHeight: scope == 0 ? 0 : DiagramSizes.barHeight)
    for (number, item) in level.items.enumerated() {
      if case .entry(let value) = item { entries[value] = centers[number] }
      if case .exit(let value) = item { exits[value] = centers[number] }
    }
  }

  /// Lanes are as wide as the closest neighbours need them, and what comes in and goes out is in the
  /// middle, so that arrows from block to block are straight.
  private mutating func placeAcross(_ level: Level, _ widths: [Double], barWidth: Double) {
    var lane = DiagramSizes.narrowestLane
    for row in level.rows {
      for (left, right) in zip(row, row.dropFirst()) {
        let lanes = (level.items[left].width + level.items[right].width) / 2
        let needed = (widths[left] + widths[right]) / 2 + DiagramSizes.sideGap * lanes
        lane = max(lane, needed / (level.lanes[right] - level.lanes[left]))
      }
    }
    let middles = level.lanes.map { $0 * lane }
    var left = zip(middles, widths).map { $0 - $1 / 2 }.min() ?? 0
    var right = zip(middles, widths).map { $0 + $1 / 2 }.max() ?? 0
    let ports = zip(level.items, middles).filter { $0.0.isEntry || $0.0.isExit }.map(\.1)
    if !ports.isEmpty {
      let middle = ports.reduce(0, +) / Double(ports.count)
      let half = max(middle - left, right - middle)
      (left, right) = (middle - half, middle + half)
    }
    width = max(right - left + 2 * DiagramSizes.blockPadding, barWidth).rounded(.up)
    let margin = (width - (right - left)) / 2
    centers = middles.map { $0 - left + margin }
  }

  private mutating func placeDown(_ level: Level, _ heights: [Double], barHeight: Double) {
    var gaps = level.rows.map { (_) in DiagramSizes.rowGap }
    for segment in level.segments {
      let shift = abs(centers[segment.source] - centers[segment.target])
      let gap = DiagramSizes.rowGap + min(DiagramSizes.slope * shift, DiagramSizes.largestSlopeGap)
      let row = level.ranks[segment.target] - 1
      gaps[row] = max(gaps[row], gap)
    }
    var y = barHeight + DiagramSizes.blockPadding
    tops = level.items.map { (_) in 0 }
    for (row, items) in level.rows.enumerated() {
      let height = items.map { heights[$0] }.max() ?? 0
      for item in items { tops[item] = y + (height - heights[item]) / 2 }
      rows.append(y...y + height)
      y += height + gaps[row]
    }
    height = (rows.last?.upperBound ?? y) + DiagramSizes.blockPadding
  }

}
