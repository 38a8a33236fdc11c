import CNNTestSupport
import Foundation
import Testing

/// The programs that the library's documentation shows are those that `Tests/Packages/check` runs.
struct LibraryDocumentationTests {

  @Test func showsThePrograms() throws {
    let text = try String(
      contentsOf: TestFolder.named("../../Docs/library.md").standardizedFileURL, encoding: .utf8)
    let examples = text.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let programs = try ["Budget", "Classify"].map { (name) in
      try String(
        contentsOf: TestFolder.named("../Packages/Client/Sources/\(name)/main.swift")
          .standardizedFileURL, encoding: .utf8)
    }
    #expect(examples == programs)
  }

}
