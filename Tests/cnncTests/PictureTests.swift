import Foundation
import Testing

/// Pictures and labels on the command line.
struct PictureTests {

  private static let run = [
    "run", "specs/resnet18.arch", "--input-shape", "3x64x64", "--weights", "seed:1", "--top", "3",
    "--input",
  ]

  /// Runs `body` with the path of a file of `count` labels.
  private func withLabels<Result>(
    _ count: Int, _ body: (String) throws -> Result
  ) throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-tests-\(UUID().uuidString).txt")
    let text = (0..<count).map { "class \($0)\n" }.joined()
    try Data(text.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  @Test(arguments: ["scene.png", "scene.ppm"])
  func namesTheClassesOfAPicture(name: String) throws {
    let picture = "Tests/Fixtures/pictures/\(name)"
    let result = try withLabels(1000) {
      try Tool.run(Self.run + [picture, "--labels", $0])
    }
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.first == "output: 1000 logits, and their softmax")
    #expect(lines.dropFirst().map { $0.suffix(9) } == ["class 129", "class 730", "class 455"])
  }

  @Test func labelsThatDoNotFitAreAnError() throws {
    let result = try withLabels(1001) {
      try Tool.run(Self.run + ["seed:1", "--labels", $0])
    }
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("the file has 1001 labels, one in each line, and the output"))
  }

  @Test(arguments: [
    ("README.md", "[invalid-npy]"), ("Tests/Fixtures", "[unreadable-file]"),
    ("Tests/Fixtures/pictures/none.png", "[no-such-file]"),
  ])
  func filesThatAreNoPicture(path: String, code: String) throws {
    let result = try Tool.run(Self.run + [path])
    #expect(result.status == 1)
    #expect(result.errors.contains(code), "\(result.errors)")
  }

}
