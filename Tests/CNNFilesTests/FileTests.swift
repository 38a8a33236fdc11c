import CNNFiles
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Reading and writing files that may not be what they should.
struct FileTests {

  private func inputFault(_ path: String) -> String? {
    let diagnostic = #expect(throws: Diagnostic.self) { try InputFile.contents(of: path) }
    #expect(diagnostic?.place == .file(path))
    return diagnostic.map { "\($0.message) [\($0.code)]" }
  }

  @Test func `a file's contents`() throws {
    let folder = try TemporaryFolder()
    #expect(try InputFile.contents(of: folder.file([1, 2, 3])) == [1, 2, 3])
    #expect(try InputFile.contents(of: folder.file([], "empty")).isEmpty)
  }

  @Test func `a symbolic link stands for its file`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file([7])
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(try InputFile.contents(of: link) == [7])
  }

  @Test func `a missing file`() throws {
    let folder = try TemporaryFolder()
    #expect(inputFault(folder.path("missing")) == "there is no such file [no-such-file]")
    #expect(inputFault("") == "there is no such file [no-such-file]")
  }

  @Test func `a folder instead of a file`() throws {
    let folder = try TemporaryFolder()
    #expect(inputFault(folder.path("")) == "a file is needed, not a folder [unreadable-file]")
    let path = folder.path(".")
    #expect(throws: Diagnostic.self) { try NumpyFile.read(path) }
    #expect(throws: Diagnostic.self) { try SafetensorsFile(path) }
  }

  @Test func `a device instead of a file`() {
    #expect(inputFault("/dev/zero") == "a regular file is needed [unreadable-file]")
  }

  @Test func `what is written is there, and replaces what was`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file([1, 2, 3, 4])
    try OutputFile.write([9, 8], to: path)
    #expect(try InputFile.contents(of: path) == [9, 8])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(""))
    #expect(names == ["file"])
  }

  @Test func `a link stays one, and a file keeps its permissions`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file([1])
    let link = folder.path("link")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: link, withDestinationPath: path)
    try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try OutputFile.write([9, 8], to: link)
    #expect(try InputFile.contents(of: path) == [9, 8])
    #expect(try manager.destinationOfSymbolicLink(atPath: link) == path)
    let mode = try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func `what a link leads to is made, also through others`() throws {
    let folder = try TemporaryFolder()
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.path("d"), withIntermediateDirectories: false)
    try manager.createSymbolicLink(atPath: folder.path("a"), withDestinationPath: "d/b")
    try manager.createSymbolicLink(atPath: folder.path("d/b"), withDestinationPath: "../c")
    try OutputFile.write([5], to: folder.path("a"))
    #expect(InputFile.isLink(folder.path("a")) && InputFile.isLink(folder.path("d/b")))
    #expect(!InputFile.isLink(folder.path("c")))
    #expect(try InputFile.contents(of: folder.path("a")) == [5])
  }

  @Test func `links that lead to each other are no place`() throws {
    let folder = try TemporaryFolder()
    for (link, target) in [("a", "b"), ("b", "a")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(link), withDestinationPath: target)
    }
    let fault = #expect(throws: Diagnostic.self) { try OutputFile.write([1], to: folder.path("a")) }
    #expect(fault?.code == "unwritable-file")
    #expect(InputFile.isLink(folder.path("a")))
  }

  /// To rename a file over it would leave the machine without the device.
  @Test func `a device is written to and stays one`() throws {
    try OutputFile.write([1, 2, 3], to: "/dev/null")
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(type as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test func `a folder cannot be overwritten`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(".")
    let diagnostic = #expect(throws: Diagnostic.self) { try OutputFile.write([1], to: path) }
    #expect(diagnostic?.message == "the file cannot be written: is a directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test(
    arguments: [
      ([0x80, 2, 0x7D, 0x71], "pickles are programs"),
      ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0], "one .npy array has no names"),
      ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0], "HDF5 files are not read"),
    ] as [([UInt8], String)])
  func `files of other kinds than of tensors`(_ bytes: [UInt8], _ message: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(bytes)
    let diagnostic = #expect(throws: Diagnostic.self) { try openTensorFile(path) }
    #expect(diagnostic?.code == "unknown-weights")
    #expect(diagnostic?.message.hasPrefix(message) == true)
  }

  @Test func `a header whose length looks like a pickle is one of safetensors`() throws {
    let folder = try TemporaryFolder()
    let header = "{}" + String(repeating: " ", count: 0x280 - 2)
    let path = try folder.file(SafetensorsBytes.file(header))
    #expect(try openTensorFile(path) is SafetensorsFile)
  }

  @Test func `an empty file is none of tensors`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file([])
    #expect(throws: Diagnostic.self) { try openTensorFile(path) }
  }

  @Test func `a folder that is not there cannot be written to`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("missing/file")
    let diagnostic = #expect(throws: Diagnostic.self) { try OutputFile.write([1], to: path) }
    #expect(diagnostic?.code == "unwritable-file")
    #expect(diagnostic?.message == "the file cannot be written: no such file or directory")
  }

}
