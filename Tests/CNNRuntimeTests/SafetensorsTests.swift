import CNNIR
import CNNRuntime
import CNNSource
import CNNTestSupport
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
    #expect(file.names == names)
    #expect(file.shape(of: "3.weight") == Shape(16, 6, 5, 5))
    #expect(file.elementType(of: "3.weight") == "F32")
    #expect(names.map { file.floats(of: $0).count }.reduce(0, +) == 61_706)
    #expect(file.shape(of: "12.weight") == nil)
  }

  @Test func `32-bit floats`() throws {
    let file = try read(
      #"{"x":\#(entry("F32", [2], [0, 8]))}"#, [0, 0, 0x80, 0x3F, 0, 0, 0xC0, 0xFF])
    #expect(file.floats(of: "x")[0] == 1)
    #expect(file.floats(of: "x")[1].isNaN)
    #expect(file.isFloat("x"))
  }

  @Test(
    arguments: [
      (0x3C00, 1), (0xC000, -2), (0x0000, 0), (0x8000, -0.0), (0x7BFF, 65504), (0x0400, 0x1p-14),
      (0x0001, 0x1p-24), (0x83FF, -0x1.FF8p-15), (0x3555, 0x1.554p-2), (0x7C00, .infinity),
      (0xFC00, -.infinity),
    ] as [(UInt16, Float)])
  func `16-bit floats`(_ half: UInt16, _ value: Float) throws {
    let data = [UInt8(half & 0xFF), UInt8(half >> 8)]
    let file = try read(#"{"x":\#(entry("F16", [], [0, 2]))}"#, data)
    #expect(file.floats(of: "x").map(\.bitPattern) == [value.bitPattern])
  }

  @Test(arguments: [0x7C01, 0xFE00, 0x7FFF] as [UInt16])
  func `16-bit floats that are no numbers`(_ half: UInt16) throws {
    let data = [UInt8(half & 0xFF), UInt8(half >> 8)]
    #expect(try read(#"{"x":\#(entry("F16", [1], [0, 2]))}"#, data).floats(of: "x")[0].isNaN)
  }

  @Test(
    arguments: [
      (0x3F80, 1), (0xC000, -2), (0x8000, -0.0), (0x0001, 0x1p-133), (0x7F7F, 0x1.FEp127),
      (0x7F80, .infinity), (0x4049, 3.140625),
    ] as [(UInt16, Float)])
  func `bfloat16`(_ bits: UInt16, _ value: Float) throws {
    let data = [UInt8(bits & 0xFF), UInt8(bits >> 8)]
    let file = try read(#"{"x":\#(entry("BF16", [1, 1], [0, 2]))}"#, data)
    #expect(file.floats(of: "x").map(\.bitPattern) == [value.bitPattern])
  }

  @Test func `other types are known but no floats`() throws {
    let header = #"{"n":\#(entry("I64", [], [0, 8])),"b":\#(entry("BOOL", [3], [8, 11]))}"#
    let file = try read(header, Array(repeating: 0, count: 11))
    #expect(!file.isFloat("n") && !file.isFloat("b") && !file.isFloat("missing"))
    #expect(file.elementType(of: "n") == "I64")
  }

  @Test func `what the format allows`() throws {
    #expect(try read("{}").names.isEmpty)
    #expect(try read("{}   \n").names.isEmpty)
    let metadata = try read(#"{"__metadata__":{"format":"pt"},"x":\#(entry("U8", [0], [0, 0]))}"#)
    #expect(metadata.names == ["x"])
    let empty = try read(#"{"x":\#(entry("F32", [3, 0], [0, 0]))}"#)
    #expect(empty.floats(of: "x").isEmpty)
    let unordered = #"{"b":\#(entry("U8", [1], [1, 2])),"a":\#(entry("U8", [1], [0, 1]))}"#
    #expect(try read(unordered, [1, 2]).names == ["a", "b"])
    #expect(try read(#"{"odd \"name\" \u00e9":\#(entry("U8", [], [0, 1]))}"#, [1]).names.count == 1)
  }

  @Test func `a file shorter than the length of its header`() {
    let message = "the file is shorter than the length of its header"
    for count in 0..<8 { #expect(fault(Array(repeating: 0, count: count)) == message) }
  }

  @Test(arguments: [3, 100_000_001, 1 << 40, 1 << 63, .max] as [UInt64])
  func `a header longer than the file`(_ length: UInt64) {
    let message = "the header's length of \(length) bytes exceeds the file or the format's limit"
    #expect(fault(SafetensorsBytes.length(length) + Array("{}".utf8)) == message)
  }

  @Test(arguments: ["", " {}", "[]", "\u{FEFF}{}", "null", "\0\0"])
  func `a header that is no object`(_ header: String) {
    #expect(fault(header) == "the header is no JSON object")
  }

  @Test(arguments: [
    "{", "{}x", "{} {}", #"{"x":1}"#, #"{"x":{}}"#, #"{"x":{"dtype":"F32","shape":[1]}}"#,
    #"{"x":{"dtype":"F32","data_offsets":[0,4]}}"#, #"{"x":{"shape":[1],"data_offsets":[0,4]}}"#,
    #"{"x":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}"#,
    #"{"x":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#,
    #"{"x":{"dtype":"F32","shape":[0.5],"data_offsets":[0,4]}}"#,
    #"{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#,
    #"{"x":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#,
    #"{"__metadata__":{"n":1}}"#, #"{"__metadata__":"text"}"#, "{\"x\":\0}",
  ])
  func `a header that does not describe tensors`(_ header: String) {
    let message = "the header does not give a dtype, a shape and data_offsets for each tensor"
    #expect(fault(header, [0, 0, 0, 0]) == message)
  }

  @Test(arguments: [[0], [0, 4, 8], [], [1, 5], [4, 8], [0, -4], [-4, 0], [4, 0]])
  func `offsets that are no range from the start`(_ offsets: [Int]) {
    let message = "the data of 'x' does not follow the tensor before it"
    #expect(fault(#"{"x":\#(entry("F32", [1], offsets))}"#, [0, 0, 0, 0]) == message)
  }

  @Test(arguments: [[4, 8], [3, 7], [5, 9], [0, 4]])
  func `tensors with a hole between them or an overlap`(_ offsets: [Int]) throws {
    let header = #"{"a":\#(entry("F32", [1], [0, 4])),"b":\#(entry("F32", [1], offsets))}"#
    let data = Array(repeating: UInt8(0), count: max(8, offsets[1]))
    guard offsets != [4, 8] else {
      #expect(try read(header, data).names == ["a", "b"])
      return
    }
    #expect(fault(header, data) == "the data of 'b' does not follow the tensor before it")
  }

  @Test(arguments: ["f32", "F33", "F8", "", "F4", "float32"])
  func `unknown types`(_ dtype: String) {
    let message = "'x' has the unknown dtype '\(dtype)'"
    #expect(fault(#"{"x":\#(entry(dtype, [1], [0, 4]))}"#, [0, 0, 0, 0]) == message)
  }

  @Test(arguments: [
    [3], [0], [], [-1], [-1, -1], [1 << 62, 4], [1 << 32, 1 << 32, 0], [Int.max],
  ])
  func `shapes that the data does not fill`(_ shape: [Int]) {
    let message = "the data of 'x' does not fill its shape \(shape)"
    #expect(
      fault(#"{"x":\#(entry("F32", shape, [0, 8]))}"#, Array(repeating: 0, count: 8)) == message)
  }

  @Test(arguments: [(3, 4), (5, 4), (0, 4)])
  func `data that is not of the length of the tensors`(_ count: Int, _ size: Int) {
    let data = Array(repeating: UInt8(0), count: count)
    let message = "the tensors take 4 bytes of \(count) behind the header"
    #expect(fault(#"{"x":\#(entry("F32", [1], [0, size]))}"#, data) == message)
  }

  @Test func `every start of a file`() {
    let header = #"{"x":\#(entry("F32", [1], [0, 4])),"y":\#(entry("F16", [1], [4, 6]))}"#
    let bytes = SafetensorsBytes.file(header, [1, 2, 3, 4, 5, 6])
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil) }
    #expect(throws: Never.self) { try read(bytes) }
  }

}
