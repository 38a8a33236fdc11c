/// What a picture of a network shows: boxes joined by arrows, in nested blocks.
package struct Diagram: Sendable {

  /// What a box stands for, which decides its colour.
  package enum Kind: String, CaseIterable, Sendable {
    /// An input or output of the network.
    case terminal
    /// A layer with multiply-adds.
    case weighted
    /// A layer with parameters, but without multiply-adds.
    case affine
    /// A window or mean over elements.
    case pool
    /// A function of each element.
    case elementwise
    /// Several values made one.
    case join
    /// Elements in other places.
    case shape
    case other
  }

  package struct Box: Sendable {

    /// The layer's path.
    package var name: String
    /// What the layer does.
    package var title: String
    /// The extents of the result, which the arrows out of the box carry.
    package var size: String
    package var kind: Kind
    /// The components of the paths of the blocks around the box, the outermost first.
    package var blocks: [String]

    package init(name: String, title: String, size: String, kind: Kind, blocks: [String] = []) {
      self.name = name
      self.title = title
      self.size = size
      self.kind = kind
      self.blocks = blocks
    }

    /// The name within the innermost block; what is no layer has none.
    var caption: String {
      if kind == .terminal { return "" }
      let prefix = blocks.joined(separator: ".") + "."
      return !blocks.isEmpty && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }
  }

  /// What one box makes and another reads, by their numbers.
  package struct Arrow: Sendable, Hashable {
    package var source: Int
    package var target: Int

    package init(from source: Int, to target: Int) {
      self.source = source
      self.target = target
    }
  }

  package var title: String
  package private(set) var boxes: [Box] = []
  package private(set) var arrows: [Arrow] = []

  package init(title: String) { self.title = title }

  /// Adds a box that reads what earlier ones make, and returns its number.
  package mutating func add(_ box: Box, reading sources: [Int] = []) -> Int {
    precondition(sources.allSatisfy(boxes.indices.contains), "a box reads what earlier ones make")
    var seen: Set<Int> = []
    for source in sources where seen.insert(source).inserted {
      arrows.append(Arrow(from: source, to: boxes.count))
    }
    boxes.append(box)
    return boxes.count - 1
  }

}
