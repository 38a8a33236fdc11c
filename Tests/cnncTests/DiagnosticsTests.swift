import Foundation
import Testing

/// What the command line does with diagnostics: their forms, their repairs and their explanations.
struct DiagnosticsTests {

  private let misspelt = "network A {\n  input(3, 8, 8)\n  conv(16, kernal: 5)\n}\n"
  private let unexpected = """
    network A(width = 8) { input(3, 8, 8); conv(width, kernel: 1); expect shape == (8, 8, 8) }
    """

  private static func object(_ text: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
  }

  /// The text of `Docs/diagnostics.md`.
  private static func documentation() throws -> String {
    try String(
      contentsOf: Tool.root.appendingPathComponent("Docs/diagnostics.md"), encoding: .utf8)
  }

  /// The text in the documentation between a fence and the next one.
  private static func documented(after fence: String) throws -> String {
    let parts = try documentation().components(separatedBy: fence)
    return try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
  }

  @Test func documentationShowsTheRealForms() throws {
    let network = try Self.documented(after: "```arch\n")
    let text = try Tool.run(["analyze", "-"], input: network)
    #expect(text.status == 1)
    let shown = text.errors.replacingOccurrences(of: "<stdin>", with: "net.arch")
    #expect(try Self.documentation().contains("```\n\(shown)```"), "\(shown)")
    let json = try Tool.run(["analyze", "-", "--diagnostics", "json"], input: network)
    let object = try Self.object(json.errors.replacingOccurrences(of: "<stdin>", with: "net.arch"))
    #expect(try Self.object(try Self.documented(after: "```json\n")) == object)
  }

  @Test func documentationShowsARealExplanation() throws {
    let result = try Tool.run(["explain", "conv.c2"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(try Self.documentation().contains("```\n\(result.output)```"), "\(result.output)")
  }

  @Test func anOpIsExplained() throws {
    let text = try Tool.run(["explain", "op", "conv"]).output
    #expect(text.hasPrefix(try Tool.run(["ops", "conv"]).output))
    #expect(text.contains("multiply-adds") && text.contains("\nconv.c2\n"))
    #expect(try Tool.run(["explain", "op", "con"]).errors.contains("did you mean 'conv'?"))
    #expect(try Tool.run(["explain", "op", "Conv2d"]).output == text)
    let relu = try Tool.run(["explain", "relu"]).errors
    #expect(relu.contains("the code 'relu'; 'cnnc explain op relu' describes the op"))
  }

  @Test(arguments: [
    ("dense", "linear"), ("deconv", "convTranspose"), ("lrelu", "leakyRelu"),
    ("MaxPooling2D", "maxPool"), ("batch_norm2d", "batchNorm"),
  ])
  func anOpIsFoundByItsNamesElsewhere(name: String, mnemonic: String) throws {
    let result = try Tool.run(["ops", name])
    #expect(result.output.hasPrefix("## \(mnemonic)\n"))
  }

  @Test func unknownCodeIsWrongInput() throws {
    let result = try Tool.run(["explain", "conv.d2"])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("cnnc: error: no diagnostic has the code 'conv.d2'; did you"))
    #expect(try Tool.run(["explain"]).status == 64)
    #expect(try Tool.run(["explain", "op"]).status == 64)
    #expect(try Tool.run(["explain", "conv.c2", "conv.c3"]).status == 64)
  }

  @Test(arguments: ["text", "json", "sarif"])
  func nothingIsSaidAboutNothing(form: String) throws {
    let text = "network A { input(3, 8, 8); relu }"
    let result = try Tool.run(["analyze", "-", "--diagnostics", form], input: text)
    #expect(result.status == 0)
    #expect(result.errors == "")
  }

  @Test func warningsLeaveTheStatus() throws {
    let arguments = ["analyze", "-", "--set", "width=4", "--diagnostics", "json"]
    let result = try Tool.run(arguments, input: unexpected)
    #expect(result.status == 0)
    #expect(result.output != "")
    let entries = try #require(try Self.object(result.errors)["diagnostics"] as? [NSDictionary])
    #expect(entries.map { $0["severity"] as? String } == ["warning"])
    let quiet = try Tool.run(arguments + ["--quiet"], input: unexpected)
    #expect(quiet.errors == "")
  }

  /// A run that reports in several steps still writes one document.
  @Test func aRunIsOneDocument() throws {
    let result = try Tool.run(
      [
        "run", "-", "--set", "width=4", "--weights", "no/such", "--input", "seed:1",
        "--diagnostics=sarif",
      ], input: unexpected)
    #expect(result.status == 1)
    let runs = try #require(try Self.object(result.errors)["runs"] as? [NSDictionary])
    let results = try #require(runs[0]["results"] as? [NSDictionary])
    #expect(
      results.map { $0["ruleId"] as? String } == ["no-such-file", "broken-expectation"])
  }

  @Test func severalFilesAreOneDocument() throws {
    let result = try Tool.run(["format", "no/a", "no/b", "--diagnostics", "json"])
    #expect(result.status == 1)
    let entries = try #require(try Self.object(result.errors)["diagnostics"] as? [NSDictionary])
    #expect(entries.count == 2)
  }

  @Test func fixMakesTheRepairsAndKeepsTheStatus() throws {
    let path = try temporaryFile("network A { input(3, 8, 8); rellu; conv(16, kernal: 5) }\n")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let result = try Tool.run(["analyze", path, "--fix"])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasSuffix("\(path): 2 repairs made\n"))
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "network A { input(3, 8, 8); relu; conv(16, kernel: 5) }\n")
    let again = try Tool.run(["analyze", path, "--fix"])
    #expect(again.status == 0)
    #expect(again.errors == "")
  }

  @Test func fixKeepsADocumentWhole() throws {
    let path = try temporaryFile(misspelt)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let result = try Tool.run(["compile", path, "--fix", "--diagnostics", "json"])
    #expect(result.status == 1)
    #expect(try Self.object(result.errors)["schema"] as? Int == 1)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("kernel: 5"))
  }

  @Test func fixLeavesStandardInputAndOptions() throws {
    let input = try Tool.run(["analyze", "-", "--fix"], input: misspelt)
    #expect(input.status == 1)
    #expect(!input.errors.contains("made"))
    let path = try temporaryFile(unexpected)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let setting = try Tool.run(["analyze", path, "--fix", "--set", "widht=4"])
    #expect(setting.status == 1)
    #expect(setting.errors.contains("did you mean 'width'?"))
    #expect(!setting.errors.contains("made"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == unexpected)
  }

  @Test func onlyCommandsOfNetworksRepair() throws {
    let result = try Tool.run(["format", "net.arch", "--fix"])
    #expect(result.status == 64)
  }

  /// The path of a new file with a text.
  private func temporaryFile(_ text: String) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString).arch")
    try Data(text.utf8).write(to: file)
    return file.path
  }

}
