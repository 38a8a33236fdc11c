import CNNCompiler
import CNNPasses
import CNNSource
import Foundation
import Testing

/// The reference of the passes in the documentation is the one that their declarations give.
struct PassReferenceTests {

  @Test func documentationIsUpToDate() throws {
    let file = Specs.folder.deletingLastPathComponent().appendingPathComponent("Docs/passes.md")
    let text = PassReference.markdown()
    if ProcessInfo.processInfo.environment["CNNC_BLESS"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test func everyOrderingIsTold() {
    let text = PassReference.markdown()
    for ordering in Pipeline.orderings {
      #expect(text.contains("* before `\(ordering.second)`: \(ordering.reason)\n"))
    }
  }

  @Test(arguments: Pass.all.map(\.name))
  func aPassIsDescribedAsInTheReference(name: String) throws {
    let section = try PassReference.section(named: name)
    #expect(section.hasPrefix("## \(name)\n"))
    #expect(PassReference.markdown().contains(section))
  }

  @Test func aMisspeltNameGetsAHint() {
    let error = #expect(throws: Diagnostic.self) { try PassReference.section(named: "fold-pads") }
    #expect(error?.code == "unknown-pass")
  }

}
