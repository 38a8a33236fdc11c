import CNNIR
import CNNLowering
import CNNSource
import CNNTestSupport
import Testing

/// The text cases of the language: each construct, and the graph that it stands for.
struct LanguageCaseTests {

  static let cases = ArchCase.all(in: TestFolder.named("Cases"))

  @Test func `there are cases of the whole language`() {
    #expect(Self.cases.count >= 80)
  }

  @Test(arguments: cases)
  func `becomes the graph that the case expects`(_ archCase: ArchCase) throws {
    let (graph, diagnostics) = archCase.lower()
    let text = DiagnosticRenderer().render(diagnostics)
    let graphText = try #require(graph?.description, "\(text)")
    // Warnings are part of what becomes of a text.
    let remarks = text.split(separator: "\n").map { "// \($0)\n" }.joined()
    try archCase.expectation("ir").check(graphText + remarks)
  }

  @Test(arguments: cases)
  func `becomes a graph that reads back`(_ archCase: ArchCase) throws {
    try #require(archCase.lower().graph).checkRoundTrip()
  }

  @Test(arguments: cases)
  func `lowers the same every time`(_ archCase: ArchCase) {
    #expect(archCase.lower().graph?.description == archCase.lower().graph?.description)
  }

}
