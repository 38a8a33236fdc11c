import CNNFiles
import CNNIR
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Safetensors files, good and bad.
struct SafetensorsTests {

  private func read(_ bytes: [UInt8]) throws -> SafetensorsFile {
    let folder = try TemporaryFolder()
    return try SafetensorsFile(folder.file(bytes))
  }

  private func read(_ header: String, _ data: [UInt8] = []) throws -> SafetensorsFile {
    try read(SafetensorsBytes.file(header, data))
  }

  /// What the reader says of a bad file.
  private func fault(_ bytes: [UInt8]) -> String? {
    let diagnostic = #expect(throws: Diagnostic.self) { try read(bytes) }
    #expect(diagnostic?.code == "invalid-safetensors")
    return diagnostic?.message
  }

  private func fault(_ header: String, _ data: [UInt8] = []) -> String? {
    fault(SafetensorsBytes.file(header, data))
  }

  private func entry(_ dtype: String, _ shape: [Int], _ offsets: [Int]) -> String {
    SafetensorsBytes.entry(dtype, shape, offsets)
  }

  @Test func `the weights of LeNet-5`() throws {
    let path = TestFolder.fixtures.appendingPathComponent("lenet5_classic.safetensors").path
    let file = try SafetensorsFile(path)
    let names = [0, 3, 7, 9, 11].flatMap { ["\($0).bias", "\($0).weight"] }.sorted()
    #expect(file.tensors.map(\.name) == names)
    #expect(file.tensors[5].shape == Shape(16, 6, 5, 5))
    #expect(file.tensors[5].typeName == "F32")
    #expect(try names.indices.map { try file.floats(at: $0).count }.reduce(0, +) == 61_706)
  }

  /// The only tensor of a file, as bits.
  private func bits(_ dtype: String, _ shape: [Int], _ data: [UInt8]) throws -> [UInt32] {
    let file = try read(#"{"x":\#(entry(dtype, shape, [0, data.count]))}"#, data)
    return try file.floats(at: 0).map(\.bitPattern)
  }

  @Test func `types that are converted to floats`() throws {
    func values(_ dtype: String, _ data: [UInt8], _ count: Int) throws -> [Float] {
      try bits(dtype, [count], data).map(Float.init(bitPattern:))
    }
    #expect(try values("F32", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], 2) == [1, -2])
    #expect(try values("BOOL", [0, 1, 2], 3) == [0, 1, 1])
    #expect(try values("U8", [0, 255], 2) == [0, 255])
    #expect(try values("I8", [127, 0x80], 2) == [127, -128])
    #expect(try values("U16", [0xFF, 0xFF], 1) == [65535])
    #expect(try values("I16", [0xFF, 0xFF], 1) == [-1])
    #expect(try values("U32", [0xFF, 0xFF, 0xFF, 0xFF], 1) == [0x1p32])
    #expect(try values("I32", [0x01, 0, 0, 0x01], 1) == [0x1p24])
    #expect(try values("I32", [0x03, 0, 0, 0x01], 1) == [0x1.000004p24])
    #expect(try values("I64", Array(repeating: 0xFF, count: 8), 1) == [-1])
    #expect(try values("U64", Array(repeating: 0xFF, count: 8), 1) == [0x1p64])
    // 1e300, and a third.
    #expect(try values("F64", [0x9C, 0x75, 0, 0x88, 0x3C, 0xE4, 0x37, 0x7E], 1) == [.infinity])
    #expect(try values("F64", [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xD5, 0x3F], 1) == [1 / 3])
  }

  @Test(
    arguments: [
      (0x3C00, 1), (0xC000, -2), (0x0000, 0), (0x8000, -0.0), (0x7BFF, 65504), (0x0400, 0x1p-14),
      (0x0001, 0x1p-24), (0x83FF, -0x1.FF8p-15), (0x3555, 0x1.554p-2), (0x7C00, .infinity),
      (0xFC00, -.infinity),
    ] as [(UInt16, Float)])
  func `16-bit floats`(_ half: UInt16, _ value: Float) throws {
    #expect(try bits("F16", [], [UInt8(half & 0xFF), UInt8(half >> 8)]) == [value.bitPattern])
  }

  @Test(arguments: [0x7C01, 0xFE00, 0x7FFF] as [UInt16])
  func `16-bit floats that are no numbers`(_ half: UInt16) throws {
    let bits = try bits("F16", [1], [UInt8(half & 0xFF), UInt8(half >> 8)])
    #expect(Float(bitPattern: bits[0]).isNaN)
  }

  @Test(
    arguments: [
      (0x3F80, 1), (0xC000, -2), (0x8000, -0.0), (0x0001, 0x1p-133), (0x7F7F, 0x1.FEp127),
      (0x7F80, .infinity), (0x4049, 3.140625),
    ] as [(UInt16, Float)])
  func `bfloat16`(_ half: UInt16, _ value: Float) throws {
    #expect(
      try bits("BF16", [1, 1], [UInt8(half & 0xFF), UInt8(half >> 8)]) == [value.bitPattern])
  }

  @Test func `types that are not converted are known`() throws {
    let header = #"{"c":\#(entry("C64", [1], [0, 8])),"f":\#(entry("F8_E4M3", [3], [8, 11]))}"#
    let file = try read(header, Array(repeating: 0, count: 11))
    #expect(file.tensors.map(\.type) == [nil, nil])
    #expect(file.tensors.map(\.typeName) == ["C64", "F8_E4M3"])
  }

  @Test func `a file shorter than the length of its header`() {
    let message = "the file is shorter than the length of its header"
    for count in 0..<8 { #expect(fault(Array(repeating: 0, count: count)) == message) }
  }

  @Test(arguments: [3, 100_000_001, 1 << 40, 1 << 63, .max] as [UInt64])
  func `a header longer than the file`(_ length: UInt64) {
    let message =
      "the file is not in the safetensors format, or not whole: "
      + "it says that its header has \(length) bytes, of at most 100000000"
    #expect(fault(SafetensorsBytes.length(length) + Array("{}".utf8)) == message)
  }

  @Test func `a header beyond the format's limit in a file that holds it`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(SafetensorsBytes.length(100_000_001))
    let file = try #require(FileHandle(forWritingAtPath: path))
    // The file has a hole instead of a header, which takes no room on the disk.
    try file.truncate(atOffset: 100_000_100)
    let diagnostic = #expect(throws: Diagnostic.self) { try SafetensorsFile(path) }
    #expect(
      diagnostic?.message.hasSuffix("its header has 100000001 bytes, of at most 100000000") == true)
  }

  @Test(arguments: [
    (" {}", "the header must begin with '{' (byte 0 of the header)"),
    ("{} {}", "something follows the header's object (byte 3 of the header)"),
    (#"{"x":[]}"#, "'{' is expected (byte 5 of the header)"),
    (#"{"x":{}}"#, "'x' needs a dtype, a shape and data_offsets (byte 7 of the header)"),
    (#"{"x":{"shape":[1.0]}}"#, "a whole number from 0 on is needed (byte 15 of the header)"),
    (#"{"x":{"shape":[-0]}}"#, "a whole number from 0 on is needed (byte 15 of the header)"),
    (#"{"x":{"shape":[99999999999999999999]}}"#, "the number is too large (byte 15 of the header)"),
    (#"{"x":{"typ":1}}"#, "'x' has the unknown field 'typ' (byte 12 of the header)"),
    (#"{"__metadata__":{"a":1}}"#, "'\"' is expected (byte 21 of the header)"),
    (#"{"__metadata__":{"a":"","a":""}}"#, "'a' is given twice (byte 27 of the header)"),
    (#"{"\ud800":{}}"#, "the escape is half of a surrogate pair (byte 8 of the header)"),
  ])
  func `what is wrong with a header, and where`(_ header: String, _ message: String) {
    #expect(fault(header) == message)
  }

  @Test(arguments: [[0], [0, 4, 8], [], [4, 0]])
  func `offsets that are no range`(_ offsets: [Int]) {
    let message = "the data_offsets of 'x' are no start and end"
    #expect(fault(#"{"x":\#(entry("F32", [1], offsets))}"#, [0, 0, 0, 0]) == message)
  }

  @Test(arguments: [[3, 7], [5, 9], [0, 4]])
  func `tensors with a hole between them or an overlap`(_ offsets: [Int]) throws {
    let header = #"{"a":\#(entry("F32", [1], [0, 4])),"b":\#(entry("F32", [1], offsets))}"#
    let data = Array(repeating: UInt8(0), count: max(8, offsets[1]))
    #expect(fault(header, data) == "the data of 'b' does not follow the tensor before it")
  }

  @Test func `an unknown type`() {
    let message = "'x' has the unknown dtype 'f32'"
    #expect(fault(#"{"x":\#(entry("f32", [1], [0, 4]))}"#, [0, 0, 0, 0]) == message)
  }

  @Test(arguments: [
    [3], [0], [], [1 << 62, 4], [1 << 32, 1 << 32, 0], [Int.max],
  ])
  func `shapes that the data does not fill`(_ shape: [Int]) {
    let message = "the data of 'x' does not fill its shape \(shape)"
    #expect(
      fault(#"{"x":\#(entry("F32", shape, [0, 8]))}"#, Array(repeating: 0, count: 8)) == message)
  }

  @Test func `data that is not of the length of the tensors`() {
    let data = Array(repeating: UInt8(0), count: 5)
    let message = "the tensors take 4 bytes of 5 behind the header"
    #expect(fault(#"{"x":\#(entry("F32", [1], [0, 4]))}"#, data) == message)
  }

  @Test func `every start of a file`() {
    let header = #"{"x":\#(entry("F32", [1], [0, 4])),"y":\#(entry("F16", [1], [4, 6]))}"#
    let bytes = SafetensorsBytes.file(header, [1, 2, 3, 4, 5, 6])
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil) }
    #expect(throws: Never.self) { try read(bytes) }
  }

  @Test(arguments: ["", " ", "  ", "   "])
  func `some elements, wherever in memory they lie`(_ space: String) throws {
    let count = 1 << 15
    let end = 4 * count
    let header =
      #"{"x":\#(entry("F32", [count], [0, end])),"y":\#(entry("F16", [2], [end, end + 4]))}"#
    let numbers = (0..<count).map(Float.init)
    let data = StoredFloat.float32.bytes(of: numbers) + StoredFloat.float16.bytes(of: [3, 4])
    let file = try read(header + space, data)
    for range in [0..<count, 0..<1, 5..<9, 20_000..<count] {
      #expect(try file.withFloats(at: 0, in: range) { Array($0) } == Array(numbers[range]))
    }
    #expect(try file.withFloats(at: 1, in: 1..<2) { Array($0) } == [4])
  }

  /// Of so many elements, memory is given back in between.
  @Test func `elements that are read again and again`() throws {
    let count = 5 << 20
    let numbers = (0..<count).map(Float.init)
    let data = StoredFloat.float32.bytes(of: numbers)
    let file = try read(#"{"x":\#(entry("F32", [count], [0, 4 * count]))}"#, data)
    for _ in 0..<2 {
      for start in stride(from: 0, to: count, by: 1 << 16) {
        let range = start..<start + 1 << 16
        #expect(try file.withFloats(at: 0, in: range) { $0.elementsEqual(numbers[range]) })
      }
    }
  }

  @Test func `a file that becomes shorter while it is read`() throws {
    let folder = try TemporaryFolder()
    let header = #"{"x":\#(entry("F32", [1], [0, 4]))}"#
    let path = try folder.file(SafetensorsBytes.file(header, [1, 2, 3, 4]))
    let file = try SafetensorsFile(path)
    try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 9)
    let diagnostic = #expect(throws: Diagnostic.self) { try file.floats(at: 0) }
    #expect(diagnostic?.message == "the file became shorter while it was read")
    #expect(diagnostic?.code == "file-changed")
  }

  @Test func `what the reference wrote is written again, byte by byte`() throws {
    let path = TestFolder.fixtures.appendingPathComponent("lenet5_classic.safetensors").path
    let file = try SafetensorsFile(path)
    let tensors = file.tensors.reversed().map { (name: $0.name, shape: $0.shape) }
    let folder = try TemporaryFolder()
    let copy = folder.path("copy")
    try SafetensorsFile.write(tensors, to: copy) { (index) throws(Diagnostic) in
      try file.floats(at: tensors.count - 1 - index)
    }
    #expect(try InputFile.contents(of: copy) == InputFile.contents(of: path))
  }

  @Test func `odd names, scalars and empty tensors are written and read`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("written")
    let names = ["", "a\"b\\c", "\u{0}\u{1F}\n\r\t\u{8}\u{C}", "\u{E9}/\u{1F600}", "z"]
    let shapes = [Shape(), Shape(0), Shape(2, 0), Shape(1, 2), Shape(3)]
    let elements: [[Float]] = [[1], [], [], [2, .infinity], [3, -0.0, 5]]
    try SafetensorsFile.write(Array(zip(names, shapes)), to: path) { (index) in elements[index] }
    let file = try SafetensorsFile(path)
    #expect(Set(file.tensors.map(\.name)) == Set(names))
    for (index, tensor) in file.tensors.enumerated() {
      let origin = try #require(names.firstIndex(of: tensor.name))
      #expect(tensor.shape == shapes[origin])
      #expect(try file.floats(at: index) == elements[origin])
    }
    let bytes = try InputFile.contents(of: path)
    #expect(bytes[0] % 8 == 0)
  }

  @Test func `nothing is left of a file whose elements cannot be had`() throws {
    let folder = try TemporaryFolder()
    let fault = Diagnostic(.error, "file-changed", "gone", at: .commandLine)
    let diagnostic = #expect(throws: Diagnostic.self) {
      try SafetensorsFile.write([("x", Shape(1))], to: folder.path("x")) {
        (_) throws(Diagnostic) in throw fault
      }
    }
    #expect(diagnostic == fault)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
  }

}
