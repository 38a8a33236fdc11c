import CNNCompiler
import CNNIR
import CNNOps
import Foundation
import Testing

/// The reference of the ops in the documentation is the one that their declarations give.
struct OperatorReferenceTests {

  @Test func documentationIsUpToDate() throws {
    let file = Specs.folder.deletingLastPathComponent().appendingPathComponent("Docs/operators.md")
    let text = OperatorReference.markdown(.standard)
    if ProcessInfo.processInfo.environment["CNNC_BLESS"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

}
