import CNNSource
import CNNSyntax
import CNNTestSupport
import Foundation
import Testing

/// The specs are fit for a slide: canonical, no wider than a page, and as short as was promised.
struct SpecStyleTests {

  /// The files in `specs` and `specs/blocks`.
  private static let files = TestFolder.files(in: Specs.folder, suffix: "arch")
    .filter { $0.deletingLastPathComponent().lastPathComponent != "errors" }

  @Test(arguments: files)
  func isCanonicalAndNarrow(file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(format(SourceFile(name: file.lastPathComponent, text: text)).text == text)
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  /// What a family shares, and the most lines that its definition may have.
  @Test(arguments: [
    ("blocks/resnet", 60), ("blocks/googlenet", 60), ("blocks/densenet", 45),
    ("blocks/unet_bn", 35), ("unet_paper", 35),
  ])
  func isShort(name: String, limit: Int) throws {
    let text = try String(contentsOfFile: Specs.path(name), encoding: .utf8)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 <= limit)
  }

}
