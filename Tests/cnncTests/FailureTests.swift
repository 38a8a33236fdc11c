import CNNTestSupport
import Foundation
import Testing

/// Wrong command lines and wrong files.
struct FailureTests {

  @Test(arguments: [
    ([], "cnnc, a graph compiler"),
    (["analyse", "x.arch"], "did you mean 'analyze'?"),
    (["analyze"], "a network's file is needed"),
    (["analyze", "a.arch", "b.arch"], "one network is needed, not 2"),
    (["analyze", "a.arch", "--fromat", "csv"], "did you mean '--format'?"),
    (["analyze", "a.arch", "--format", "pdf"], "--format is one of table, markdown, csv, json"),
    (["analyze", "a.arch", "--format"], "--format needs a value"),
    (["analyze", "a.arch", "--quiet=1"], "--quiet takes no value"),
    (["analyze", "a.arch", "--batch", "1", "--batch", "2"], "--batch is given twice"),
    (["analyze", "a.arch", "--batch", "0"], "--batch is a whole number from 1 on, not '0'"),
    (["analyze", "a.arch", "--input-shape", "3x"], "--input-shape is extents such as 3x320x320"),
    (
      ["verify", "specs/strawberry.arch", "--tolerance", "-1"],
      "--tolerance is a number from 0 on"
    ),
    (["run", "specs/strawberry.arch"], "weights are needed: --weights FILE.safetensors"),
    (
      ["run", "specs/strawberry.arch", "--weights", "seed:1"],
      "an input is needed: --input FILE.npy"
    ),
    (["help", "runn"], "did you mean 'run'?"),
  ])
  func wrongUsage(arguments: [String], message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func allMistakesOfANetworkInOneRun() throws {
    let text = """
      network Bad {
        input(3, 8, 8)
        conv(16, kernal: 5)
        maxPol(2)
        linear(classes)
      }
      """
    let result = try Tool.run(["analyze", "-"], input: text)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("<stdin>:3:12: error: conv has no attribute 'kernal'"))
    #expect(result.errors.contains("<stdin>:4:3: error: there is no 'maxPol' here"))
    #expect(result.errors.contains("<stdin>:5:10: error: there is no 'classes' here"))
    #expect(result.errors.components(separatedBy: " error: ").count == 4)
  }

  @Test func readmeShowsARealDiagnostic() throws {
    let text = "network A {\n  input(3, 8, 8)\n  conv(16, kernal: 5)\n}\n"
    let result = try Tool.run(["analyze", "-"], input: text)
    let readme = try String(
      contentsOf: Tool.root.appendingPathComponent("README.md"), encoding: .utf8)
    let shown = result.errors.replacingOccurrences(of: "<stdin>", with: "net.arch")
    #expect(readme.contains("```\n\(shown)```"), "\(shown)")
  }

  @Test(arguments: [
    (["analyze", "no/such.arch"], "no/such.arch: error: there is no such file [no-such-file]"),
    (["analyze", "specs"], "specs: error: a file is needed, not a folder [unreadable-file]"),
    (["analyze", "/dev/zero"], "/dev/zero: error: a regular file is needed [unreadable-file]"),
    (["analyze", "specs/strawberry.arch", "--network", "Straw"], "has no network 'Straw'"),
    (["analyze", "specs/strawberry.arch", "--set", "clases=2"], "did you mean 'classes'?"),
    (["analyze", "specs/strawberry.arch", "--set", "classes=[1"], "--set:1:11: error: expected"),
    (["analyze", "specs/strawberry.arch", "--set", "classes"], "write --set name=value"),
    (
      ["run", "specs/strawberry.arch", "--weights", "seed:x", "--input", "seed:1"],
      "'seed:x' is no seed"
    ),
    (
      ["run", "specs/strawberry.arch", "--weights", "README.md", "--input", "seed:1"],
      "README.md: error: the header's length"
    ),
    (
      [
        "run", "specs/strawberry.arch", "--weights", "seed:1", "--input",
        "Tests/Fixtures/lenet5_classic_input.npy",
      ], "the array has the shape [1x1x28x28]; input 'input' needs [1x3x30x30]"
    ),
    (
      ["compile", "specs/strawberry.arch", "-o", "no/such/folder/x.swift"],
      "no/such/folder/x.swift: error: the file cannot be written"
    ),
  ])
  func wrongInput(arguments: [String], message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  /// Weights of another network: everything that is wrong, at once.
  @Test func allMistakesOfAWeightsFile() throws {
    let result = try Tool.run([
      "run", "specs/lenet5_lecture.arch", "--weights", "Tests/Fixtures/lenet5_classic.safetensors",
      "--input", "seed:1",
    ])
    #expect(result.status == 1)
    #expect(
      result.errors.contains("'0.weight' has the shape [6x1x5x5]; the network needs [20x1x5x5]"))
    #expect(result.errors.contains("'9.bias' has the shape [84]; the network needs [10]"))
    #expect(result.errors.contains("warning: the network has no parameter '11.weight'"))
    let quiet = try Tool.run([
      "run", "specs/lenet5_lecture.arch", "--weights", "Tests/Fixtures/lenet5_classic.safetensors",
      "--input", "seed:1", "--quiet",
    ])
    #expect(!quiet.errors.contains("warning"))
  }

  @Test func colorIsForTerminalsUnlessForced() throws {
    let plain = try Tool.run(["analyze", "-"], input: "network A { relu }")
    #expect(!plain.errors.contains("\u{1B}["))
    let colored = try Tool.run(["analyze", "-", "--color", "always"], input: "network A { relu }")
    #expect(colored.errors.contains("\u{1B}["))
  }

}
