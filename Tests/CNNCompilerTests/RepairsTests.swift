import CNNCompiler
import CNNSource
import Foundation
import Testing

/// The repairs that diagnostics propose, in texts and in files.
struct RepairsTests {

  private static func fixIt(_ file: SourceFile, _ offsets: Range<Int>, _ text: String) -> FixIt {
    FixIt(replace: SourceRange(file, offsets), with: text)
  }

  private static func diagnostic(_ fixIt: FixIt) -> Diagnostic {
    Diagnostic(.error, "unknown-name", "wrong", at: fixIt.range, fixIt: fixIt)
  }

  @Test(arguments: [
    ([], "abcdef", 0),
    ([(1..<2, "BB"), (4..<6, "")], "aBBcd", 2),
    // In whatever order they were found.
    ([(4..<5, "EE"), (0..<1, "")], "bcdEEf", 2),
    // Neighbours do not overlap.
    ([(0..<2, "x"), (2..<4, "y")], "xyef", 2),
    ([(0..<3, "x"), (2..<5, "y"), (4..<6, "z")], "xdz", 2),
    // The same repair twice is one.
    ([(1..<3, "x"), (1..<3, "x")], "axdef", 1),
    ([(2..<2, "x"), (2..<2, "y")], "abxcdef", 1),
    ([(6..<6, "!")], "abcdef!", 1),
  ])
  func repairsOfAText(repairs: [(Range<Int>, String)], expected: String, count: Int) {
    let file = SourceFile(name: "net.arch", text: "abcdef")
    let result = file.repaired(by: repairs.map { Self.fixIt(file, $0.0, $0.1) })
    #expect(String(decoding: result.text, as: UTF8.self) == expected)
    #expect(result.count == count)
  }

  @Test func severalRepairsInSeveralFiles() throws {
    try inTemporaryFolder { (folder) in
      let first = try Self.write("rellu; rellu\n", to: folder.appendingPathComponent("a.arch"))
      let second = try Self.write("tanhh\n", to: folder.appendingPathComponent("b.arch"))
      let diagnostics = DiagnosticSet(
        [
          Self.fixIt(first, 7..<12, "relu"), Self.fixIt(second, 0..<5, "tanh"),
          Self.fixIt(first, 0..<5, "relu"),
        ].map(Self.diagnostic))
      let (changes, failures) = Repairs.make(diagnostics)
      #expect(failures.elements.isEmpty)
      #expect(changes.map(\.path) == [first.name, second.name])
      #expect(changes.map(\.count) == [2, 1])
      #expect(changes[0].message == "\(first.name): 2 repairs made")
      #expect(changes[1].message == "\(second.name): 1 repair made")
      #expect(try String(contentsOfFile: first.name, encoding: .utf8) == "relu; relu\n")
      #expect(try String(contentsOfFile: second.name, encoding: .utf8) == "tanh\n")
    }
  }

  @Test(arguments: ["<stdin>", "--set"])
  func textsOfNoFileStay(name: String) {
    let file = SourceFile(name: name, text: "rellu".utf8, isFile: false)
    let diagnostics = DiagnosticSet([Self.diagnostic(Self.fixIt(file, 0..<5, "relu"))])
    let (changes, failures) = Repairs.make(diagnostics)
    #expect(changes.isEmpty && failures.elements.isEmpty)
  }

  @Test func changedFileStays() throws {
    try inTemporaryFolder { (folder) in
      let url = folder.appendingPathComponent("a.arch")
      let file = try Self.write("rellu", to: url)
      try Data("tanh".utf8).write(to: url)
      let (changes, _) = Repairs.make([Self.fixIt(file, 0..<5, "relu")].map(Self.diagnostic).set)
      #expect(changes.isEmpty)
      #expect(try String(contentsOf: url, encoding: .utf8) == "tanh")
    }
  }

  @Test func linkStaysALink() throws {
    try inTemporaryFolder { (folder) in
      let target = folder.appendingPathComponent("target.arch")
      let link = folder.appendingPathComponent("link.arch")
      _ = try Self.write("rellu", to: target)
      let manager = FileManager.default
      try manager.createSymbolicLink(at: link, withDestinationURL: target)
      let file = SourceFile(name: link.path, text: "rellu")
      _ = Repairs.make([Self.fixIt(file, 0..<5, "relu")].map(Self.diagnostic).set)
      #expect(try String(contentsOf: target, encoding: .utf8) == "relu")
      #expect(try manager.destinationOfSymbolicLink(atPath: link.path) == target.path)
    }
  }

  @Test func fileThatIsGoneIsAFailure() {
    let file = SourceFile(name: "/no/such/net.arch", text: "rellu")
    let (changes, failures) = Repairs.make(
      [Self.fixIt(file, 0..<5, "relu")].map(Self.diagnostic).set)
    #expect(changes.isEmpty)
    #expect(failures.elements.map(\.code) == ["no-such-file"])
  }

  /// Writes a text and reads it as a source file.
  private static func write(_ text: String, to url: URL) throws -> SourceFile {
    try Data(text.utf8).write(to: url)
    return SourceFile(name: url.path, text: text)
  }

  private func inTemporaryFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-repairs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

}

extension [Diagnostic] {
  fileprivate var set: DiagnosticSet { DiagnosticSet(self) }
}
