/// What stands directly in a scope, in ranks from top to bottom, and the segments between.
///
/// A value that comes from outside enters at the top, one that is read outside leaves at the bottom,
/// and an arrow over several ranks has a bend in each between, which all arrows of a value share.
package struct Level: Sendable {

  package enum Item: Sendable, Hashable {
    case box(Int)
    case block(Int)
    /// Where what a box makes comes in.
    case entry(Int)
    /// Where what a box makes goes out.
    case exit(Int)
    case bend

    /// How wide the item is, in lanes.
    var width: Double {
      switch self {
      case .box, .block: 1
      case .entry, .exit, .bend: 0.2
      }
    }
  }

  /// A piece of an arrow from an item to one in a later rank.
  package struct Segment: Sendable, Hashable {
    package var source: Int
    package var target: Int
    /// The box that makes what the arrow carries.
    package var value: Int
  }

  package internal(set) var items: [Item] = []
  package internal(set) var segments: [Segment] = []
  package internal(set) var ranks: [Int] = []

  /// The items of each rank from left to right.
  package internal(set) var rows: [[Int]] = []

  /// Where the middle of each item lies from left to right; items that stand side by side are as far
  /// apart as half their widths together.
  package internal(set) var lanes: [Double] = []

  var numbers: [Item: Int] = [:]
  private var known: Set<Segment> = []

  mutating func number(of item: Item) -> Int {
    if let number = numbers[item] { return number }
    items.append(item)
    numbers[item] = items.count - 1
    return items.count - 1
  }

  mutating func connect(_ source: Item, to target: Item, value: Int) {
    let segment = Segment(source: number(of: source), target: number(of: target), value: value)
    if known.insert(segment).inserted { segments.append(segment) }
  }

}

extension Diagram {

  /// The items and arrows of each scope, the arrows whole.
  func levels(_ scopes: [Scope]) -> [Level] {
    var levels = scopes.map { (scope) in
      var level = Level()
      for member in scope.members {
        switch member {
        case .box(let box): _ = level.number(of: .box(box))
        case .block(let block): _ = level.number(of: .block(block))
        }
      }
      return level
    }
    // The innermost scope comes last.
    var scopeOfBox = boxes.map { (_) in 0 }
    for (number, scope) in scopes.enumerated() {
      for case .box(let box) in scope.members { scopeOfBox[box] = number }
    }
    for arrow in arrows {
      var (source, target) = (Level.Item.box(arrow.source), Level.Item.box(arrow.target))
      var (outer, inner) = (scopeOfBox[arrow.source], scopeOfBox[arrow.target])
      while !scopes[outer].boxes.contains(arrow.target), let parent = scopes[outer].parent {
        levels[outer].connect(source, to: .exit(arrow.source), value: arrow.source)
        (source, outer) = (.block(outer), parent)
      }
      while !scopes[inner].boxes.contains(arrow.source), let parent = scopes[inner].parent {
        levels[inner].connect(.entry(arrow.source), to: target, value: arrow.source)
        (target, inner) = (.block(inner), parent)
      }
      levels[outer].connect(source, to: target, value: arrow.source)
    }
    return levels
  }

}
