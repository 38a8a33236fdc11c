import CNNFiles
import CNNTestSupport
import Foundation
import Testing

/// Running another program.
struct ChildProcessTests {

  /// How `sh` ends with a script, and what it wrote.
  private func run(
    _ script: String, input: [UInt8]? = nil
  ) throws -> (end: ChildProcess.End, output: String, errors: String) {
    let folder = try TemporaryFolder()
    let file = try input.map { try folder.file($0, "input") }
    let (output, errors) = (folder.path("output"), folder.path("errors"))
    let end = try ChildProcess.run(
      ["sh", "-c", script, "name", "two words"], input: file, output: output, errors: errors)
    func text(_ path: String) throws -> String {
      String(decoding: try InputFile.contents(of: path), as: UTF8.self)
    }
    return (end, try text(output), try text(errors))
  }

  @Test func `words, input, output and errors arrive`() throws {
    let result = try run("cat; echo \"$1\"; echo bad >&2", input: Array("good\n".utf8))
    #expect(result.end == .status(0))
    #expect(result.output == "good\ntwo words\n")
    #expect(result.errors == "bad\n")
  }

  @Test func `without a file the input is empty`() throws {
    #expect(try run("cat; echo end").output == "end\n")
  }

  @Test func `the environment is passed on`() throws {
    let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
    #expect(try run("echo \"$HOME\"").output == home + "\n")
  }

  @Test(arguments: [1, 7, 255] as [Int32])
  func `a status`(_ status: Int32) throws {
    let end = try run("exit \(status)").end
    #expect(end == .status(status))
    #expect(end.text == "status \(status)")
  }

  @Test func `a signal`() throws {
    let end = try run("kill -9 $$").end
    #expect(end == .signal(9))
    #expect(end.text == "signal 9")
  }

  @Test func `a program that there is not`() throws {
    let folder = try TemporaryFolder()
    let failure = #expect(throws: SystemFailure.self) {
      try ChildProcess.run(
        ["no-such-program-here"], input: nil, output: folder.path("a"), errors: folder.path("b"))
    }
    #expect(failure?.reason == "no such file or directory")
  }

}
