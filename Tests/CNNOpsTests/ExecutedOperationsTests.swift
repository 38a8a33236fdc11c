import CNNIR
import CNNOps
import CNNTestSupport
import Foundation
import Testing

/// What ops say that they compute against what their reference kernels execute.
///
/// The modules of the graph and of the ops are compiled once more, with numbers that count what is done
/// to them in the places of `Float` and `Double`; so the kernels need not know of it.
struct ExecutedOperationsTests {

  private static let root = TestFolder.named("../..").standardizedFileURL

  /// The Swift files of a folder, or those of them that have the names.
  private static func sources(_ folder: String, _ names: [String]? = nil) -> [String] {
    TestFolder.files(in: root.appendingPathComponent(folder), suffix: "swift").map(\.path)
      .filter { (path) in names?.contains { path.hasSuffix("/\($0).swift") } ?? true }
  }

  /// The standard output of a command that succeeds.
  private static func output(of words: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder
    let file = folder.appendingPathComponent("output")
    try Data().write(to: file)
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(process.terminationStatus == 0, "\(words.prefix(3)): \(text.prefix(4000))")
    return text
  }

  private static func compile(_ module: String, _ sources: [String], in folder: URL) throws {
    let words = [
      "swiftc", "-module-name", module, "-package-name", "cnnc", "-swift-version", "6", "-wmo",
      "-parse-as-library", "-suppress-warnings", "-emit-module", "-c", "-I", ".",
      "-o", "\(module).o",
    ]
    _ = try output(of: words + sources, in: folder)
  }

  @Test func `kernels execute what is counted`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-counting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let counting = "Tests/CNNOpsTests/Counting"
    try Self.compile("CNNSource", Self.sources("Sources/CNNSource"), in: folder)
    try Self.compile(
      "CNNIR", Self.sources("Sources/CNNIR") + Self.sources(counting, ["CountedNumbers"]),
      in: folder)
    try Self.compile(
      "CNNOps", Self.sources("Sources/CNNOps") + Self.sources(counting, ["CountedLiterals"]),
      in: folder)
    let generators = [
      "SeededRandom", "GraphGenerator+Layers", "GraphGenerator+Layouts", "GraphGenerator+Ops",
    ]
    _ = try Self.output(
      of: [
        "swiftc", "-module-name", "Counting", "-package-name", "cnnc", "-swift-version", "6",
        "-wmo", "-suppress-warnings", "-I", ".", "-o", "count",
        "CNNSource.o", "CNNIR.o", "CNNOps.o",
      ] + Self.sources(counting, ["main"]) + Self.sources("Tests/CNNTestSupport", generators),
      in: folder)
    let lines = try Self.output(of: ["./count"], in: folder).split(separator: "\n").map(String.init)
    #expect(lines.dropLast() == [], "differences")
    // Every op has examples enough.
    let compared = try #require(lines.last).dropFirst("compared: ".count).split(separator: " ")
    #expect(compared.map(String.init) == OpTable.standard.mnemonics.sorted())
  }

}
