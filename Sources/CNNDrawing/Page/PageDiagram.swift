/// A diagram as the scripts of a page know it.
struct PageDiagram: Encodable {

  struct Box: Encodable {
    var name: String
    var title: String
    var caption: String
    var size: String
    var kind: String
    var width: Double
    var height: Double
    var fullWidth: Double
    var fullHeight: Double
  }

  struct Item: Encodable {
    var kind: String
    /// The number of the box or block; of an entry or exit, that of the box which makes the value.
    var of: Int?
    var rank: Int
    var lane: Double
  }

  struct Block: Encodable {
    var name: String
    var title: String
    var caption: String
    var size: String
    var parent: Int?
    var depth: Int
    /// The boxes from the first to the one behind the last.
    var first: Int
    var end: Int
    var isOpen: Bool
    var width: Double
    var height: Double
    var fullWidth: Double
    var fullHeight: Double
    var barWidth: Double
    var items: [Item]
    var rows: [[Int]]
    /// From which item to which, and the box that makes what is carried.
    var segments: [[Int]]
  }

  var boxes: [Box]
  var scopes: [Block]
  var sizes: [String: Double]

  init(_ layout: DiagramLayout, depth: Int) {
    let sizes = DiagramSizes(layout.diagram, layout.scopes, layout.levels)
    let closed = layout.closedScopes(depth: depth)
    boxes = layout.diagram.boxes.indices.map { (box) in
      let (text, extent) = (sizes.boxes[box], sizes.boxExtents[box])
      return Box(
        name: layout.diagram.boxes[box].name, title: text.title, caption: text.caption,
        size: text.size, kind: layout.diagram.boxes[box].kind.rawValue, width: extent.width,
        height: extent.height, fullWidth: extent.fullWidth, fullHeight: extent.fullHeight)
    }
    scopes = layout.scopes.enumerated().map { (number, scope) in
      let (text, extent) = (sizes.scopes[number], sizes.blockExtents[number])
      let level = layout.levels[number]
      return Block(
        name: scope.name, title: text.title, caption: text.caption, size: text.size,
        parent: scope.parent, depth: scope.depth, first: scope.boxes.lowerBound,
        end: scope.boxes.upperBound, isOpen: !closed.contains(number), width: extent.width,
        height: extent.height, fullWidth: extent.fullWidth, fullHeight: extent.fullHeight,
        barWidth: sizes.barWidths[number], items: level.items.indices.map { Item(level, $0) },
        rows: level.rows, segments: level.segments.map { [$0.source, $0.target, $0.value] })
    }
    self.sizes = [
      "barHeight": DiagramSizes.barHeight, "blockPadding": DiagramSizes.blockPadding,
      "labelGap": DiagramSizes.labelGap, "largestSlopeGap": DiagramSizes.largestSlopeGap,
      "narrowestLane": DiagramSizes.narrowestLane, "rowGap": DiagramSizes.rowGap,
      "sideGap": DiagramSizes.sideGap, "slope": DiagramSizes.slope,
    ]
  }

}

extension PageDiagram.Item {

  fileprivate init(_ level: Level, _ number: Int) {
    (rank, lane) = (level.ranks[number], level.lanes[number])
    switch level.items[number] {
    case .box(let box): (kind, of) = ("box", box)
    case .block(let block): (kind, of) = ("block", block)
    case .entry(let value): (kind, of) = ("entry", value)
    case .exit(let value): (kind, of) = ("exit", value)
    case .bend: (kind, of) = ("bend", nil)
    }
  }

}
