/// A block, or the whole diagram, with what stands in it.
///
/// The boxes of a block follow each other in the diagram, so that a closed block is a box like others:
/// no arrow leads from it to itself by way of another. Boxes with the path of a block that do not
/// follow each other are several blocks.
package struct Scope: Sendable {

  package enum Member: Sendable, Hashable {
    case box(Int)
    case block(Int)
  }

  /// The path of the block; empty for the whole diagram.
  package var name: String
  /// What the path adds to that of the scope around.
  package var label: String
  /// The number of the scope around; none for the whole diagram.
  package var parent: Int?
  /// How many blocks are around what stands here.
  package var depth: Int
  /// The numbers of the boxes.
  package var boxes: Range<Int>
  /// In the order of the boxes.
  package var members: [Member] = []

  /// A path with more components has no blocks for the further ones.
  static let maximumDepth = 64

}

extension Diagram {

  /// The whole and its blocks, each after the scope around it.
  ///
  /// A block has at least two boxes, and what it adds to the path of the one around tells it from
  /// others there: one that holds all the boxes of another is the same block.
  func scopes() -> [Scope] {
    var scopes = [Scope(name: "", label: "", parent: nil, depth: 0, boxes: boxes.indices)]
    // The components that the path of each scope has.
    var components = [0]
    var next = 0
    while next < scopes.count {
      for run in runs(in: scopes[next].boxes, after: components[next]) {
        guard run.count > 1, scopes[next].depth < Scope.maximumDepth else {
          scopes[next].members += run.map(Scope.Member.box)
          continue
        }
        let length = commonLength(of: run)
        let path = boxes[run.lowerBound].blocks[..<length]
        scopes[next].members.append(.block(scopes.count))
        scopes.append(
          Scope(
            name: path.joined(separator: "."),
            label: path[components[next]...].joined(separator: "."), parent: next,
            depth: scopes[next].depth + 1, boxes: run))
        components.append(length)
      }
      next += 1
    }
    return scopes
  }

  /// Boxes that follow each other and whose next component after `count` of the path is the same;
  /// one that has none stands alone.
  private func runs(in range: Range<Int>, after count: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = range.lowerBound
    for box in range.dropFirst() + [range.upperBound] where box > range.lowerBound {
      let isSame =
        box < range.upperBound && boxes[start].blocks.count > count
        && boxes[box].blocks.count > count && boxes[start].blocks[count] == boxes[box].blocks[count]
      if !isSame {
        runs.append(start..<box)
        start = box
      }
    }
    return runs
  }

  /// How many components the paths of all the boxes share.
  private func commonLength(of range: Range<Int>) -> Int {
    var common = boxes[range.lowerBound].blocks[...]
    for box in range.dropFirst() {
      let equal = zip(common, boxes[box].blocks).prefix { $0 == $1 }.count
      common = common.prefix(equal)
    }
    return common.count
  }

}
