import CNNCompiler
import CNNSource
import CNNSyntax
import Foundation
import Testing

/// Every example of the language's documentation is a network that builds.
struct LanguageExampleTests {

  /// The texts of the fenced blocks marked `arch`.
  private static let examples: [String] = {
    let folder = Specs.folder.deletingLastPathComponent().appendingPathComponent("Docs")
    return ["language.md", "images.md"].flatMap { (name) -> [String] in
      let file = folder.appendingPathComponent(name)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
      return text.components(separatedBy: "```arch\n").dropFirst().compactMap {
        $0.components(separatedBy: "```").first
      }
    }
  }()

  @Test func thereAreExamples() {
    #expect(Self.examples.count >= 12)
  }

  @Test(arguments: examples)
  func builds(example: String) throws {
    let graph = try Specs.graph(text: example)
    #expect(!graph.outputs.isEmpty)
    #expect(try AnalysisReport(graph).layers.isEmpty == false)
  }

  @Test(arguments: examples)
  func isCanonical(example: String) {
    let (text, diagnostics) = format(SourceFile(name: "example.arch", text: example))
    #expect(text == example, "\(diagnostics.elements.map(\.message))")
  }

}
