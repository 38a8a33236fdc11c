import CNNDrawing
import CNNTestSupport
import Testing

/// What holds for the picture of any diagram.
struct DiagramLayoutTests {

  @Test(arguments: 0..<60)
  func picturesAreInOrder(seed: Int) {
    let layout = DiagramLayout(.random(seed: seed))
    for depth in [0, 1, 2, 9] { checkPicture(layout, depth: depth) }
  }

  @Test func nothingIsAPicture() {
    let layout = DiagramLayout(Diagram(title: "empty"))
    #expect(layout.svg(depth: 9).hasSuffix("</svg>\n"))
    #expect(layout.dot(depth: 9).hasSuffix("}\n"))
  }

  @Test func blocksAreRunsOfBoxes() {
    var diagram = Diagram(title: "blocks")
    for path in ["a.b", "a.b", "a", "", "c.d", "c.d", "a", "a.b"] {
      let blocks = path.split(separator: ".").map(String.init)
      let name = (blocks + ["x"]).joined(separator: ".")
      _ = diagram.add(.init(name: name, title: "relu", size: "1", kind: .other, blocks: blocks))
    }
    let layout = DiagramLayout(diagram)
    #expect(layout.scopes.map(\.name) == ["", "a", "c.d", "a", "a.b"])
    #expect(layout.scopes.map(\.label) == ["", "a", "c.d", "a", "b"])
    #expect(layout.scopes.map(\.boxes) == [0..<8, 0..<3, 4..<6, 6..<8, 0..<2])
    #expect(layout.scopes.map(\.parent) == [nil, 0, 0, 0, 1])
    #expect(layout.depth(showing: 8) == 2)
    #expect(layout.depth(showing: 6) == 0)
  }

  /// A skip over boxes in a row leaves these in one line, and bends only at its ends.
  @Test func longArrowsAreStraight() {
    var diagram = Diagram(title: "skip")
    var last = diagram.add(.init(name: "0", title: "conv", size: "", kind: .weighted))
    for number in 1...5 {
      let box = Diagram.Box(name: "\(number)", title: "conv", size: "", kind: .weighted)
      last = diagram.add(box, reading: [last])
    }
    _ = diagram.add(.init(name: "6", title: "add", size: "", kind: .join), reading: [last, 0])
    let level = DiagramLayout(diagram).levels[0]
    let bends = level.items.indices.filter { level.items[$0] == .bend }
    #expect(bends.count == 5)
    #expect(Set(bends.map { level.lanes[$0] }).count == 1)
    let boxes = (1...5).map { level.lanes[$0] }
    #expect(Set(boxes).count == 1)
    #expect(abs(boxes[0] - level.lanes[bends[0]]) >= 0.6)
  }

  @Test func crossingsAreAvoided() {
    var diagram = Diagram(title: "crossed")
    for number in 0..<4 {
      _ = diagram.add(.init(name: "\(number)", title: "a", size: "", kind: .other))
    }
    for number in 4..<8 {
      let box = Diagram.Box(name: "\(number)", title: "b", size: "", kind: .other)
      _ = diagram.add(box, reading: [7 - number])
    }
    let level = DiagramLayout(diagram).levels[0]
    let order = level.rows[0].map { 7 - $0 }
    #expect(level.rows[1] == order)
  }

  private func checkPicture(_ layout: DiagramLayout, depth: Int) {
    for level in layout.levels {
      for segment in level.segments {
        #expect(level.ranks[segment.source] < level.ranks[segment.target])
      }
      for row in level.rows {
        for (left, right) in zip(row, row.dropFirst()) {
          #expect(level.lanes[right] - level.lanes[left] > 0.19)
        }
      }
    }
    let picture = DiagramGeometry(layout, depth: depth)
    let frames = picture.boxes.map(\.value) + picture.closedBlocks.map(\.value)
    for (number, frame) in frames.enumerated() {
      #expect(frame.x >= 0 && frame.y >= 0 && frame.width > 0 && frame.height > 0)
      #expect(frame.x + frame.width <= picture.width && frame.y + frame.height <= picture.height)
      for other in frames.dropFirst(number + 1) { #expect(!frame.overlaps(other)) }
    }
    for (block, frame) in picture.openBlocks {
      for box in layout.scopes[block].boxes {
        if let inner = picture.boxes[box] { #expect(frame.contains(inner)) }
      }
    }
    #expect(layout.svg(depth: depth) == DiagramLayout(layout.diagram).svg(depth: depth))
  }

}

extension DiagramGeometry.Frame {

  fileprivate func overlaps(_ other: Self) -> Bool {
    x < other.x + other.width && other.x < x + width && y < other.y + other.height
      && other.y < y + height
  }

  fileprivate func contains(_ other: Self) -> Bool {
    x <= other.x && y <= other.y && other.x + other.width <= x + width
      && other.y + other.height <= y + height
  }

}

extension Diagram {

  /// A diagram of up to 40 boxes in blocks, with arrows near and far.
  fileprivate static func random(seed: Int) -> Diagram {
    var generator = SeededRandom(seed: UInt64(seed))
    var diagram = Diagram(title: "random \(seed)")
    var path: [String] = []
    for number in 0..<Int.random(in: 1...40, using: &generator) {
      if Int.random(in: 0..<4, using: &generator) == 0 {
        path = Array(path.prefix(Int.random(in: 0...path.count, using: &generator)))
      }
      if path.count < 4, Int.random(in: 0..<4, using: &generator) == 0 { path.append("b\(number)") }
      let count = number == 0 ? 0 : Int.random(in: 0...min(number, 3), using: &generator)
      let sources = (0..<count).map { (index) in
        index == 0 ? number - 1 : Int.random(in: 0..<number, using: &generator)
      }
      let name = (path + ["\(number)"]).joined(separator: ".")
      let title = String(repeating: "w", count: Int.random(in: 1...40, using: &generator))
      let kind = Kind.allCases[number % Kind.allCases.count]
      _ = diagram.add(
        Box(name: name, title: title, size: "64\u{D7}9", kind: kind, blocks: path),
        reading: sources)
    }
    return diagram
  }

}
