import CNNCompiler
import CNNFiles
import CNNTestSupport
import Foundation
import Testing

/// Which files imports mean.
struct ImportTests {

  /// A folder `a/b` with a link `a/link` to another folder, which has a neighbour of the same name as a
  /// file in `a`.
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a/b", "other/target"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("a/link"), withDestinationPath: folder.path("other/target"))
    try write("let n = 1\nlet common = 1\n", "a/common.arch")
    try write("let n = 2\n", "other/common.arch")
    try write("let n = 3\n", "a/b/near.arch")
    try write("let n = 4\n", "a/-")
  }

  private func write(_ text: String, _ name: String) throws {
    try OutputFile.write(text.utf8, to: folder.path(name))
  }

  /// The channels of a network whose constant comes from an import, or what is wrong.
  private func channels(_ imports: String..., in name: String = "a/b/net.arch") throws -> String {
    let lines = imports.map { "import \"\($0)\"\n" }.joined()
    try write(lines + "network N { input(n, 4, 4); relu }\n", name)
    let (graph, diagnostics) = NetworkLoader.load(folder.path(name), CompilerOptions())
    let found = diagnostics.elements.map(\.message)
    return graph.map { String($0.nodes.first { _ in true }!.type.shape[1]) } ?? found.joined()
  }

  @Test func `a file beside`() throws {
    #expect(try channels("near.arch") == "3")
    #expect(try channels("./near.arch") == "3")
    #expect(try channels(".//./near.arch") == "3")
  }

  @Test func `a file of the folder above`() throws {
    #expect(try channels("../common.arch") == "1")
    #expect(try channels("../b/../common.arch") == "1")
    #expect(try channels("b/../../a/common.arch", in: "a/net.arch") == "1")
  }

  @Test func `an absolute path`() throws {
    #expect(try channels(folder.path("a/common.arch")) == "1")
    #expect(try channels("/.." + folder.path("a/b/../common.arch")) == "1")
  }

  @Test func `the folder above a link is that of its target`() throws {
    #expect(try channels("link/../common.arch", in: "a/net.arch") == "2")
    #expect(try channels("../common.arch", in: "a/link/net.arch") == "2")
  }

  @Test func `a file has one name whichever way leads to it`() throws {
    try write("import \"../b/../common.arch\"\nlet m = common\n", "a/b/user.arch")
    #expect(try channels("user.arch", "../common.arch") == "1")
  }

  @Test func `a dash is a file`() throws {
    #expect(try channels("-", in: "a/net.arch") == "4")
  }

  @Test func `what is no file`() throws {
    #expect(try channels("missing.arch").contains("no such file"))
    #expect(try channels("..").contains("a file is needed, not a folder"))
    #expect(try channels("").contains("a file is needed, not a folder"))
  }

  @Test func `a text that is in no file imports from the current folder`() throws {
    let name = folder.path("a/net.arch")
    let text = "import \"common.arch\"\nnetwork N { input(common, 4, 4); relu }"
    let report = #expect(throws: DiagnosticReport.self) { try Network(text: text, name: name) }
    #expect("\(report as Any)".contains("no such file"))
  }

}
