import CNNDrawing
import CNNTestSupport
import Foundation
import Testing

/// Pictures as text: SVG and DOT.
struct PictureTextTests {

  /// A block with a branch, and names that mean something to each form.
  static let diagram: Diagram = {
    var diagram = Diagram(title: "A \"net\" & </title>")
    let input = diagram.add(
      .init(name: "image", title: "image", size: "3\u{D7}8\u{D7}8", kind: .terminal))
    func layer(
      _ name: String, _ title: String, _ kind: Diagram.Kind, _ sources: [Int]
    ) -> Int {
      let path = name.split(separator: ".").map(String.init)
      return diagram.add(
        .init(
          name: name, title: title, size: "4\u{D7}8\u{D7}8", kind: kind,
          blocks: path.dropLast()),
        reading: sources)
    }
    let conv = layer("a<b&.conv", "conv 3\u{D7}3", .weighted, [input])
    let relu = layer("a<b&.]]>\"'\\N\n\u{1}\u{202E}", "relu", .elementwise, [conv])
    let sum = layer("a<b&.add", "add", .join, [relu, conv])
    let tail = layer("层\u{1F600}", "flatten", .shape, [sum])
    _ = diagram.add(
      .init(name: "output", title: "output", size: "", kind: .terminal), reading: [tail])
    return diagram
  }()

  static func text(_ form: String, depth: Int) -> String {
    let layout = DiagramLayout(diagram)
    return form == "svg" ? layout.svg(depth: depth) : layout.dot(depth: depth)
  }

  @Test(arguments: ["svg", "dot"], [0, 1])
  func golden(form: String, depth: Int) throws {
    let observed = Self.text(form, depth: depth)
    let file = TestFolder.named("Cases").appendingPathComponent("picture_\(depth).\(form)")
    if ProcessInfo.processInfo.environment["CNNC_BLESS"] == "1" {
      try Data(observed.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == observed)
  }

  @Test(arguments: [0, 1])
  func svgIsXML(depth: Int) throws {
    let reader = MarkupReader(Self.text("svg", depth: depth))
    #expect(reader.isBalanced)
    let titles = ["A \"net\" & </title>", "a<b&", "层\u{1F600}"]
    for title in titles { #expect(reader.texts.contains(title)) }
  }

  /// A picture refers to nothing outside, and needs no program.
  @Test func svgStandsAlone() {
    let text = Self.text("svg", depth: 9)
      .replacing("http://www.w3.org/2000/svg", with: "")
    for word in ["http", "href", "url(", "script", "@import"] { #expect(!text.contains(word)) }
  }

  /// Quotation marks and backslashes in a label are escaped, so that a string ends where it should.
  @Test func dotStringsEnd() {
    for line in Self.text("dot", depth: 9).split(separator: "\n") {
      let quotes = line.replacing("\\\\", with: "").replacing("\\\"", with: "").count { $0 == "\"" }
      #expect(quotes.isMultiple(of: 2), "\(line)")
    }
  }

}

/// A reader of XML that knows elements, attributes and entities.
private struct MarkupReader {

  private(set) var isBalanced = true
  private(set) var texts: [String] = []

  init(_ text: String) {
    var open: [Substring] = []
    for part in text.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      guard let end = part.firstIndex(of: ">") else {
        isBalanced = false
        return
      }
      let tag = part[..<end]
      let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
      if tag.hasPrefix("/") {
        if open.popLast() != name { isBalanced = false }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
      if tag.count(where: { $0 == "\"" }) % 2 != 0 { isBalanced = false }
      texts.append(Self.decoded(part[part.index(after: end)...]))
    }
    if !open.isEmpty { isBalanced = false }
  }

  private static func decoded(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
      "&quot;", with: "\""
    )
    .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

}
