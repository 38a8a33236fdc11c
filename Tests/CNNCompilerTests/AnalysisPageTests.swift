import CNNCompiler
import CNNDrawing
import CNNSource
import Foundation
import Testing

/// What holds for pages; `Tests/Checks/pictures.py` uses them in a browser.
struct AnalysisPageTests {

  private static let hostile = """
    network Hostile {
      input(1, 8, 8)
      "</script><script>alert(1)</script>": conv(2, kernel: 3)
      "a\\"b'c&d<e>]]><!--": relu
      "层.\u{1F600}\u{202E}.x": { conv(2, kernel: 1); relu }
      flatten
    }
    """

  private func page(_ report: AnalysisReport) throws -> PageReader {
    PageReader(try report.text(.html))
  }

  @Test func namesAreNoMarkup() throws {
    let report = try AnalysisReport(try Specs.graph(text: Self.hostile))
    let page = try page(report)
    #expect(page.text.components(separatedBy: "<script").count == 3)
    #expect(page.text.components(separatedBy: "</script").count == 3)
    #expect(!page.text.contains("alert(1)</script"))
    #expect(!page.text.contains("<e>") && !page.text.contains("<!--"))
    #expect(page.text.contains("a&quot;b&#39;c&amp;d&lt;e&gt;]]&gt;&lt;!--"))
    let names = try page.rows.map { try #require($0["name"] as? String) }
    #expect(names == report.layers.map(\.name))
    #expect(names[0] == "</script><script>alert(1)</script>")
  }

  @Test(arguments: ["lenet5_lecture", "densenet121", "textcnn", "c3d"])
  func rowsStandForBoxes(name: String) throws {
    let report = try AnalysisReport(try Specs.graph(name))
    let page = try page(report)
    let names = try page.boxes.map { try #require($0["name"] as? String) }
    for row in try page.rows {
      let boxes = try #require(row["boxes"] as? [Int])
      #expect(boxes.count == 1 && names[boxes[0]] == row["name"] as? String)
    }
    #expect(try page.rows.count == report.layers.count)
    #expect(page.text.components(separatedBy: "<tr tabindex").count == report.layers.count + 1)
    let counts = try page.rows.compactMap { $0["parameters"] as? Int }
    #expect(counts.reduce(0, +) == report.totals.parameters)
  }

  @Test func blocksAreRows() throws {
    let report = try AnalysisReport(try Specs.graph("resnet18")).rolledUp(toDepth: 1)
    let page = try page(report)
    let boxes = try page.rows.compactMap { $0["boxes"] as? [Int] }
    #expect(boxes.count == report.layers.count)
    #expect(boxes.map(\.count) == report.layers.map(\.layerCount))
    #expect(boxes.flatMap(\.self) == Array(1...report.totals.layerCount))
    let open = try page.scopes.filter { $0["isOpen"] as? Bool == true }
    #expect(open.allSatisfy { ($0["depth"] as? Int).map { $0 <= 1 } == true })
  }

  /// Values that are needed at the same time lie side by side, in the arena.
  @Test(arguments: ["resnet18", "googlenet", "unet_256"], [false, true])
  func valuesShareTheArena(name: String, isOptimized: Bool) throws {
    let report = try AnalysisReport(try Specs.graph(name), optimized: isOptimized)
    let memory = try page(report).memory
    let slots = try #require(memory["slots"] as? [[String: Any]])
    let numbers = try slots.map { (slot) in
      try ["offset", "size", "first", "last"].map { try #require(slot[$0] as? Int) }
    }
    #expect(memory["arena"] as? Int == report.totals.arenaBytes)
    for (index, one) in numbers.enumerated() {
      #expect(one[0] >= 0 && one[0] + one[1] <= report.totals.arenaBytes)
      for other in numbers.dropFirst(index + 1) where one[2] <= other[3] && other[2] <= one[3] {
        #expect(one[0] + one[1] <= other[0] || other[0] + other[1] <= one[0])
      }
    }
    let boxes = slots.flatMap { $0["boxes"] as? [Int] ?? [] }
    #expect(Set(boxes).count == boxes.count)
  }

  /// A page refers to nothing but itself, and says so to the browser.
  @Test func pagesStandAlone() throws {
    let report = try AnalysisReport(try Specs.graph("lenet5_lecture"))
    let comparison = try NetworkComparison([report, report]).text(.init(.html))
    for text in [try report.text(.html), comparison] {
      let known = ["http-equiv=", "http://www.w3.org/2000/svg", "href=\"data:,\""]
      let rest = known.reduce(text) { $0.replacing($1, with: "") }
      for word in ["http", "href", "src=", "url(", "@import", "fetch(", "import("] {
        #expect(!rest.contains(word), "\(word)")
      }
      #expect(text.contains("default-src 'none'"))
    }
  }

  @Test func comparisonsShowEveryNetwork() throws {
    let reports = try ["lenet5_lecture", "lenet5_classic", "vgg16", "dilated"].map {
      try AnalysisReport(try Specs.graph($0))
    }
    let text = try NetworkComparison(reports).text(.init(.html))
    #expect(text.components(separatedBy: "<circle").count == 5)
    for report in reports { #expect(text.contains(">\(report.network)</text>")) }
    #expect(text.contains("MACs, logarithmic"))
    let single = try NetworkComparison([reports[0]]).text(.init(.html))
    #expect(single.contains(">1 network<"))
  }

}

/// The data that a page carries.
private struct PageReader {

  let text: String

  init(_ text: String) { self.text = text }

  private var content: [String: Any] {
    get throws {
      let start = try #require(text.range(of: "id=\"data\">"))
      let end = try #require(text.range(of: "</script>", range: start.upperBound..<text.endIndex))
      let data = Data(text[start.upperBound..<end.lowerBound].utf8)
      return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
  }

  var rows: [[String: Any]] { get throws { try #require(try content["rows"] as? [[String: Any]]) } }

  var memory: [String: Any] { get throws { try #require(try content["memory"] as? [String: Any]) } }

  var boxes: [[String: Any]] { get throws { try part("boxes") } }

  var scopes: [[String: Any]] { get throws { try part("scopes") } }

  private func part(_ name: String) throws -> [[String: Any]] {
    let diagram = try #require(try content["diagram"] as? [String: Any])
    return try #require(diagram[name] as? [[String: Any]])
  }

}
