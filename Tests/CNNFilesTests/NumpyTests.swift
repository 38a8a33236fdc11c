import CNNFiles
import CNNIR
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// NumPy files, good and bad.
struct NumpyTests {

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  private static func bytes(_ header: String, _ data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let header = Array(header.utf8)
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(header.count >> (8 * $0) & 0xFF) }
    return magic + [version, 0] + length + header + data
  }

  private static func header(_ type: String, _ order: String, _ shape: String) -> String {
    "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n"
  }

  private func read(_ bytes: [UInt8]) throws -> Tensor {
    let folder = try TemporaryFolder()
    return try NumpyFile.read(folder.file(bytes))
  }

  /// What the reader says of a bad file.
  private func fault(_ bytes: [UInt8]) -> String? {
    let diagnostic = #expect(throws: Diagnostic.self) { try read(bytes) }
    #expect(diagnostic?.code == "invalid-npy")
    return diagnostic?.message
  }

  @Test(arguments: ["input", "output"])
  func `the files of LeNet-5`(_ name: String) throws {
    let path = TestFolder.fixtures.appendingPathComponent("lenet5_classic_\(name).npy").path
    let tensor = try NumpyFile.read(path)
    #expect(tensor.shape == (name == "input" ? Shape(1, 1, 28, 28) : Shape(1, 10)))
    let written = NumpyFile.bytes(of: tensor)
    #expect(try written == Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test(arguments: [
    Shape(), Shape(3), Shape(1, 2), Shape(2, 3, 4), Shape(1, 1, 1, 1, 1, 1, 1, 1), Shape(30_000),
  ])
  func `what is written reads back`(_ shape: Shape) throws {
    let tensor = Tensor(shape, (0..<shape.elementCount).map { 1 / Float($0 + 3) })
    let bytes = NumpyFile.bytes(of: tensor)
    #expect(try read(bytes) == tensor)
    #expect((bytes.count - 4 * shape.elementCount) % 64 == 0)
    #expect(bytes[bytes.count - 4 * shape.elementCount - 1] == UInt8(ascii: "\n"))
  }

  @Test func `the data is aligned whatever the header's length`() throws {
    for digits in 0..<70 {
      let shape = Shape(Array(repeating: 1, count: digits))
      let bytes = NumpyFile.bytes(of: Tensor(shape, [Float(digits)]))
      #expect((bytes.count - 4) % 64 == 0)
      #expect(try read(bytes).shape == shape)
    }
  }

  @Test func `special values keep their bits`() throws {
    let values: [Float] = [.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, 1]
    let tensor = try read(NumpyFile.bytes(of: Tensor(Shape(6), values)))
    #expect(tensor.elements.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test(arguments: [1, 2, 3] as [UInt8])
  func `all versions`(_ version: UInt8) throws {
    let header = Self.header("<f4", "False", "(1,)")
    let tensor = try read(Self.bytes(header, [0, 0, 0x80, 0x3F], version: version))
    #expect(tensor == Tensor(Shape(1), [1]))
  }

  @Test func `fields in another order, without blanks, and an empty array`() throws {
    let header = "{'shape':(2,0),'fortran_order':False,'descr':'<f4'}"
    #expect(try read(Self.bytes(header)) == Tensor(Shape(2, 0), []))
  }

  @Test(arguments: [[], [0x93], Array("PK\u{3}\u{4}0123456789".utf8), magic, magic + [1, 0, 0]])
  func `files that are no .npy`(_ bytes: [UInt8]) {
    #expect(fault(bytes) == "not a .npy file: it does not start with \\x93NUMPY and a version")
  }

  @Test(arguments: [(0, 0), (4, 0), (255, 0), (1, 1)] as [(UInt8, UInt8)])
  func `unknown versions`(_ major: UInt8, _ minor: UInt8) {
    let bytes = Self.magic + [major, minor, 0, 0, 0, 0]
    let message = "version \(major).\(minor) of .npy is unknown; 1.0, 2.0 and 3.0 are read"
    #expect(fault(bytes) == message)
  }

  @Test(arguments: [
    magic + [2, 0, 5, 0], magic + [1, 0, 1, 0], magic + [1, 0, 0xFF, 0xFF, 0x7B],
    magic + [3, 0, 0xFF, 0xFF, 0, 0, 0x7B],
  ])
  func `files that end within their header`(_ bytes: [UInt8]) {
    #expect(fault(bytes) == "the file ends within its header")
  }

  @Test(arguments: [65536, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32])
  func `a header that is too long`(_ length: UInt32) {
    let bytes = Self.magic + [2, 0] + (0..<4).map { UInt8(length >> (8 * $0) & 0xFF) }
    #expect(fault(bytes + [0x7B]) == "the header is longer than 65535 bytes")
  }

  @Test(arguments: [
    "", "\0\0", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
    header("<f4", "Maybe", "(1,)"), header("<f4", "False", "1"), header("<f4", "False", "(1"),
    header("<f4", "False", "(1)"), header("<f4", "False", "(,)"), header("<f4", "False", "(1,,)"),
    header("<f4", "False", "(a,)"), header("<f4", "False", "(-1,)"), header("<f4", "0", "(1,)"),
    header("<f4", "False", "(1.5,)"), header("<f4", "False", "(99999999999999999999,)"),
    header("<f4", "False", "[1]"), header("<f4", "False", "(1,)") + "x",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
    "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
    #"{'descr': '\x3cf4', 'fortran_order': False, 'shape': (1,)}"#,
    "{'descr': '\u{E9}', 'fortran_order': False, 'shape': (1,)}x",
    "{'descr': " + String(repeating: "(", count: 1000) + "}",
  ])
  func `headers that do not describe an array`(_ header: String) {
    let message = "the header is not a dictionary of 'descr', 'fortran_order' and 'shape'"
    #expect(fault(Self.bytes(header, [0, 0, 0, 0])) == message)
  }

  @Test func `records`() {
    let header = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"
    let message = "the elements are records; needed are numbers"
    #expect(fault(Self.bytes(header, [0, 0, 0, 0])) == message)
  }

  @Test(arguments: ["<c8", "|S4", "<U1", "|O", "<M8[s]", "|V2", "<f16", "f3", "", "<<x4"])
  func `elements that are no numbers`(_ type: String) {
    let message = "the elements are '\(type)'; needed are numbers that are not complex"
    #expect(fault(Self.bytes(Self.header(type, "False", "(1,)"), [0, 0, 0, 0])) == message)
  }

  /// Arrays that NumPy wrote, and their elements as NumPy converts them to float32.
  private struct Case: Decodable {
    let name: String
    let file: Data
    let shape: [Int]
    let bits: [UInt32]
  }

  private struct CaseFile: Decodable {
    let cases: [Case]
  }

  @Test func `every type, order and version that NumPy writes`() throws {
    let url = TestFolder.fixtures.appendingPathComponent("numpy.json")
    let cases = try JSONDecoder().decode(CaseFile.self, from: Data(contentsOf: url)).cases
    #expect(cases.count > 40)
    for example in cases {
      let tensor = try read(Array(example.file))
      #expect(tensor.shape.extents == example.shape, "\(example.name)")
      #expect(tensor.elements.map(\.bitPattern) == example.bits, "\(example.name)")
    }
  }

  @Test(arguments: [
    ("(2,)", 4), ("(1,)", 3), ("(1,)", 5), ("(0,)", 4), ("()", 0), ("(4611686018427387904, 4)", 4),
    ("(9223372036854775807,)", 4), ("(4294967296, 4294967296, 0)", 4),
  ])
  func `data that does not fill the shape`(_ shape: String, _ count: Int) {
    let bytes = Self.bytes(
      Self.header("<f4", "False", shape), Array(repeating: 0, count: count))
    #expect(fault(bytes)?.hasPrefix("\(count) bytes of data do not fill the shape [") == true)
  }

  @Test func `every start of a file`() throws {
    let bytes = NumpyFile.bytes(of: Tensor(Shape(2), [1, 2]))
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil) }
  }

}
