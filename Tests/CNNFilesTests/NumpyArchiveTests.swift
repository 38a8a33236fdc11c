import CNNFiles
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Archives of NumPy arrays, good and bad.
struct NumpyArchiveTests {

  /// An archive of `archives.json`: what NumPy loads from it, or why it is refused.
  private struct Case: Decodable {
    let name: String
    let file: Data
    let tensors: [String: Expected]?
    /// The number of elements of the only tensor, instead of the elements.
    let length: Int?
    let refused: String?
  }

  private struct Expected: Decodable, Equatable {
    let shape: [Int]
    let bits: [UInt32]
  }

  private struct CaseFile: Decodable {
    let cases: [Case]
  }

  private static func cases() throws -> [Case] {
    let url = TestFolder.fixtures.appendingPathComponent("archives.json")
    return try JSONDecoder().decode(CaseFile.self, from: Data(contentsOf: url)).cases
  }

  /// All tensors of a file.
  private func read(_ path: String) throws -> [String: Expected] {
    let file = try openTensorFile(path)
    #expect(file is NumpyArchive)
    var tensors: [String: Expected] = [:]
    for (index, tensor) in file.tensors.enumerated() {
      let bits = try file.floats(at: index).map(\.bitPattern)
      tensors[tensor.name] = Expected(shape: tensor.shape.extents, bits: bits)
    }
    return tensors
  }

  @Test func `what NumPy reads`() throws {
    let folder = try TemporaryFolder()
    for example in try Self.cases() where example.refused == nil {
      let tensors = try read(folder.file([UInt8](example.file)))
      if let length = example.length {
        #expect(tensors["x"]?.bits == (0..<length).map { Float($0 % 50).bitPattern })
      } else {
        #expect(tensors == example.tensors, "\(example.name)")
      }
    }
  }

  @Test func `what is refused, and why`() throws {
    let folder = try TemporaryFolder()
    let cases = try Self.cases().filter { $0.refused != nil }
    #expect(cases.count > 60)
    for example in cases {
      let path = try folder.file([UInt8](example.file))
      let diagnostic = #expect(throws: Diagnostic.self, "\(example.name)") { try read(path) }
      guard let diagnostic, let refused = example.refused, !refused.isEmpty else { continue }
      #expect(diagnostic.code == "invalid-npz", "\(example.name)")
      #expect(
        diagnostic.message.contains(refused), "\(example.name): \(diagnostic.message)")
    }
  }

  @Test func `no changed byte is unnoticed or worse`() throws {
    let folder = try TemporaryFolder()
    let cases = try Self.cases()
    for name in ["savez", "method 8, descriptors"] {
      let example = try #require(cases.first { $0.name == name })
      var bytes = [UInt8](example.file)
      for index in stride(from: 0, to: bytes.count, by: 3) {
        let byte = bytes[index]
        bytes[index] = byte &+ 0x55
        // Dates, versions and the like carry nothing; what carries the tensors is checked.
        if let tensors = try? read(folder.file(bytes)) {
          #expect(tensors == example.tensors, "\(name), byte \(index)")
        }
        bytes[index] = byte
      }
    }
  }

}
