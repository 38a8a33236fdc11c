import CNNTestSupport
import Foundation
import Testing

/// The command line: what goes where, and how it ends.
struct CommandLineTests {

  private let classic = "specs/lenet5_classic.arch"

  @Test func readmeShowsTheRealTable() throws {
    let result = try Tool.run(["analyze", "specs/lenet5_lecture.arch"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let readme = try String(
      contentsOf: Tool.root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains("```\n\(result.output)```"))
  }

  @Test func settingsReachTheNetwork() throws {
    let result = try Tool.run([
      "analyze", "specs/strawberry.arch", "--set", #"layers=[8, 16, "pool"]"#, "--set=classes=2",
      "--format=csv",
    ])
    #expect(result.status == 0)
    #expect(result.output.contains("5,flatten,2704,"))
    #expect(result.output.contains("6,linear,2,"))
  }

  @Test func standardInputIsANetwork() throws {
    let text = "network A { input(4); linear(2) }"
    let result = try Tool.run(["analyze", "-", "--format", "csv"], input: text)
    #expect(result.status == 0)
    #expect(result.output.contains("0,linear,2,10,0,8,(4 x 2) + 2"))
  }

  @Test func runPrintsTheLargestElements() throws {
    let fixtures = "Tests/Fixtures/lenet5_classic"
    let result = try Tool.run([
      "run", classic, "--weights", "\(fixtures).safetensors", "--input", "\(fixtures)_input.npy",
      "--top", "2",
    ])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "output: 10")
    #expect(lines[1].hasPrefix("  0  0.83367"))
    #expect(lines[2].hasPrefix("  2  0.62002"))
  }

  @Test func runWritesAFileThatItCanReadAgain() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString).npy")
    defer { try? FileManager.default.removeItem(at: file) }
    let seeds = ["--weights", "seed:1", "--input", "seed:2"]
    let written = try Tool.run(["run", classic] + seeds + ["-o", file.path])
    #expect(written.status == 0)
    #expect(written.output == "")
    let network = "network Same { input(10); identity }"
    let read = try Tool.run(
      ["run", "-", "--weights", "seed:1", "--input", file.path, "--top", "1"], input: network)
    let direct = try Tool.run(["run", classic, "--top", "1"] + seeds)
    #expect(read.output == direct.output)
  }

  @Test func compileEmitsOptimisedIRThatCanBeRunAgain() throws {
    let ir = try Tool.run(["compile", classic, "--emit", "ir"])
    #expect(ir.status == 0)
    #expect(
      ir.output.contains("%0 = conv %input {filters = 6, kernel = 5, padding = 2} then sigmoid"))
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString).ir")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(ir.output.utf8).write(to: file)
    let seeds = ["--weights", "seed:1", "--input", "seed:2"]
    let fromIR = try Tool.run(["run", file.path] + seeds)
    let fromText = try Tool.run(["run", classic] + seeds)
    #expect(fromIR.status == 0)
    #expect(fromIR.output == fromText.output)
  }

  @Test func compileEmitsSwift() throws {
    let result = try Tool.run(["compile", classic])
    #expect(result.status == 0)
    #expect(result.output.contains("public struct LeNet5Classic: Sendable {"))
    #expect(!result.output.contains("import "))
  }

  @Test func verifyEndsWithTwoWhenACheckFails() throws {
    let text = "network A { input(1, 4, 4); conv(2, kernel: 3); softmax }"
    let good = try Tool.run(["verify", "-"], input: text)
    #expect(good.status == 0, "\(good.errors)")
    let bad = try Tool.run(["verify", "-", "--tolerance", "0", "--seed", "5"], input: text)
    #expect(bad.status == 2)
    #expect(bad.output.contains("WRONG"))
  }

}
