import CNNFiles
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Edge cases of the safetensors format, compared with what the reference library makes of them.
struct SafetensorsReferenceTests {

  /// A file of `safetensors.json`.
  struct Case: Decodable {
    let name: String
    let file: Data
    /// The tensors that the reference finds, and here too.
    let tensors: [String: Described]?
    /// Why the reference refuses the file.
    let reference: String?
    /// What only we refuse, on purpose.
    let stricter: String?
  }

  /// A tensor's dtype and shape.
  struct Described: Decodable, Equatable {
    let dtype: String
    let shape: [Int]

    init(_ tensor: StoredTensor) {
      (dtype, shape) = (tensor.typeName, tensor.shape.extents)
    }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      dtype = try container.decode(String.self)
      shape = try container.decode([Int].self)
    }
  }

  private struct CaseFile: Decodable {
    let cases: [Case]
  }

  private static func cases() throws -> [Case] {
    let url = TestFolder.fixtures.appendingPathComponent("safetensors.json")
    return try JSONDecoder().decode(CaseFile.self, from: Data(contentsOf: url)).cases
  }

  @Test func `every file is read or refused as the reference does, or is refused on purpose`()
    throws
  {
    let folder = try TemporaryFolder()
    let cases = try Self.cases()
    #expect(cases.count { $0.tensors != nil } > 80)
    #expect(cases.count { $0.reference != nil } > 500)
    for example in cases {
      let path = try folder.file([UInt8](example.file))
      guard let expected = example.tensors else {
        let diagnostic = #expect(throws: Diagnostic.self, "\(example.name)") {
          try SafetensorsFile(path)
        }
        #expect(diagnostic?.code == "invalid-safetensors", "\(example.name)")
        continue
      }
      do {
        let file = try SafetensorsFile(path)
        let found = file.tensors.map { ($0.name, Described($0)) }
        #expect(
          Dictionary(uniqueKeysWithValues: found) == expected, "\(example.name)")
        for (index, tensor) in file.tensors.enumerated() where tensor.type != nil {
          #expect(try file.floats(at: index).count == tensor.shape.elementCount)
        }
      } catch {
        Issue.record("\(example.name): \(error)")
      }
    }
  }

  @Test func `the strictness that is documented is all there is`() throws {
    let reasons = Set(try Self.cases().compactMap(\.stricter))
    let url = TestFolder.named("../../Docs/weights.md").standardizedFileURL
    let text = try String(contentsOf: url, encoding: .utf8)
    for reason in reasons { #expect(text.contains("| \(reason) |"), "\(reason)") }
  }

}
