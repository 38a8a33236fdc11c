import CNNIR
import CNNOps
import CNNSource
import CNNTestSupport
import Testing

/// What the reader says about texts that describe no graph.
struct ReaderDiagnosticTests {

  static let files = GoldenFile.all(in: "Cases")

  @Test(arguments: files)
  func `is rejected with the expected words`(_ file: GoldenFile) throws {
    let source = SourceFile(name: file.name, text: file.input)
    let (graph, diagnostics) = GraphReader.read(source, .standard)
    #expect(graph == nil)
    #expect(diagnostics.containsError)
    try file.check(DiagnosticRenderer().render(diagnostics))
  }

  @Test(arguments: files)
  func `every message is a lower-case phrase without a full stop`(_ file: GoldenFile) {
    let source = SourceFile(name: file.name, text: file.input)
    for diagnostic in GraphReader.read(source, .standard).diagnostics.elements {
      #expect(diagnostic.message.first?.isUppercase == false)
      #expect(!diagnostic.message.hasSuffix("."))
      #expect(diagnostic.code.allSatisfy { $0.isLetter || $0.isNumber || "-.".contains($0) })
    }
  }

  @Test func `each kind of fault has a case`() {
    let codes: Set = [
      "unknown-op", "unknown-value", "duplicate-name", "wrong-type", "invalid-shape",
      "attribute-type", "attribute-range", "missing-attribute", "unknown-attribute",
      "duplicate-attribute",
      "wrong-parameters", "unknown-parameter", "not-elementwise", "no-epilogue", "nesting-too-deep",
      "expected-token", "operand-count", "not-an-input", "duplicate-preprocess", "unknown-step",
      "preprocess.c2", "preprocess.c3", "unnamed-output",
    ]
    let shown = Self.files.map(\.expected).joined()
    let missing = codes.filter { !shown.contains("[\($0)]") }
    #expect(missing.isEmpty)
  }

}
