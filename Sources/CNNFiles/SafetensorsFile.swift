import CNNIR
import CNNSource

/// The safetensors format (huggingface/safetensors): the length of a header, the header, the data.
package struct SafetensorsFile: TensorFile {

  private let file: MappedFile
  package let tensors: [StoredTensor]
  /// The text that the header has besides, by its keys.
  package let metadata: [String: String]
  /// Where each of `tensors` lies in the file.
  private let ranges: [Range<Int>]

  /// The largest header that the format allows, in bytes.
  private static let headerLimit = 100_000_000

  package var path: String { file.path }

  /// The code of what is said of files in which something is wrong.
  package static let faultCode = "invalid-safetensors"

  package init(_ path: String) throws(Diagnostic) {
    try self.init(try MappedFile(path))
  }

  /// Reads the header and checks that the tensors fill the rest of the file without holes.
  ///
  /// - Throws: what is wrong with the file.
  init(_ file: MappedFile) throws(Diagnostic) {
    self.file = file
    let start = try Self.dataStart(file)
    let header = try Self.header(try file.bytes(8..<start), file.path)
    let entries = header.entries
    let ranges = try Self.ranges(of: entries, count: file.count - start, file.path)
    let sorted = zip(entries, ranges).sorted { $0.0.name < $1.0.name }
    tensors = sorted.map { (entry, _) in
      let type = SafetensorsType.named(entry.dtype)?.element
      return StoredTensor(
        name: entry.name, typeName: entry.dtype, type: type, shape: Shape(entry.shape))
    }
    metadata = header.metadata
    self.ranges = sorted.map { (_, range) in start + range.lowerBound..<start + range.upperBound }
  }

  /// The place behind the header.
  private static func dataStart(_ file: MappedFile) throws(Diagnostic) -> Int {
    guard file.count >= 8 else {
      throw .invalid("the file is shorter than the length of its header", file.path)
    }
    let length = try file.bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(headerLimit, file.count - 8)) else {
      let message =
        "the file is not in the safetensors format, or not whole: "
        + "it says that its header has \(length) bytes, of at most \(headerLimit)"
      throw .invalid(message, file.path)
    }
    return 8 + Int(length)
  }

  private static func header(
    _ bytes: [UInt8], _ path: String
  ) throws(Diagnostic) -> SafetensorsHeader {
    do throws(SafetensorsHeader.Fault) {
      return try SafetensorsHeader(bytes)
    } catch {
      throw .invalid("\(error.message) (byte \(error.position) of the header)", path)
    }
  }

  /// The ranges of the tensors behind the header, which must lie one behind the other and fill
  /// `count` bytes, so that no byte is hidden or used twice.
  private static func ranges(
    of entries: [SafetensorsHeader.Entry], count: Int, _ path: String
  ) throws(Diagnostic) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for entry in entries {
      let offsets = entry.dataOffsets
      guard offsets.count == 2, offsets[0] <= offsets[1] else {
        throw .invalid("the data_offsets of '\(entry.name)' are no start and end", path)
      }
      try checkSize(of: entry, offsets[1] - offsets[0], path)
      ranges.append(offsets[0]..<offsets[1])
    }
    var end = 0
    for index in ranges.indices.sorted(by: { ranges[$0].precedes(ranges[$1]) }) {
      guard ranges[index].lowerBound == end else {
        let name = entries[index].name
        throw .invalid("the data of '\(name)' does not follow the tensor before it", path)
      }
      end = ranges[index].upperBound
    }
    guard end == count else {
      throw .invalid("the tensors take \(end) bytes of \(count) behind the header", path)
    }
    return ranges
  }

  private static func checkSize(
    of entry: SafetensorsHeader.Entry, _ size: Int, _ path: String
  ) throws(Diagnostic) {
    guard let type = SafetensorsType.named(entry.dtype) else {
      throw .invalid("'\(entry.name)' has the unknown dtype '\(entry.dtype)'", path)
    }
    guard let bits = checkedProduct(entry.shape + [type.bits]), bits % 8 == 0, bits / 8 == size
    else {
      throw .invalid("the data of '\(entry.name)' does not fill its shape \(entry.shape)", path)
    }
  }

  package var hasParts: Bool { true }

  package func withFloats<Result>(
    at index: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Diagnostic) -> Result {
    guard let type = tensors[index].type else {
      preconditionFailure("the tensor has no element type")
    }
    return try file.withFloats(type, from: ranges[index].lowerBound, in: range, body)
  }

  /// Brings the elements of `tensors[index]` into memory, beside what the caller does.
  package func fetch(at index: Int) { file.fetch(ranges[index]) }

  /// The elements of `tensors[index]` where the file is in memory, which they stay as long as the file
  /// has an owner; `nil` unless they are 32-bit floats in the machine's order that begin at a multiple of
  /// `alignment` bytes. Should the file become shorter, looking at them ends the process.
  ///
  /// - Throws: when it has become shorter.
  package func mappedFloats(
    at index: Int, alignment: Int
  ) throws(Diagnostic) -> UnsafeBufferPointer<Float>? {
    guard tensors[index].type == .float32, 1.littleEndian == 1,
      ranges[index].lowerBound % alignment == 0
    else { return nil }
    return try file.mappedBytes(ranges[index]).assumingMemoryBound(to: Float.self)
  }

}

/// A dtype of the format.
private struct SafetensorsType {

  var name: String
  /// The bits of an element.
  var bits: Int
  /// The type that is converted to floats; `nil` for those that are not.
  var element: ElementType?

  private static let all: [Self] = [
    Self(name: "BOOL", bits: 8, element: .bool),
    Self(name: "F4", bits: 4),
    Self(name: "F6_E2M3", bits: 6),
    Self(name: "F6_E3M2", bits: 6),
    Self(name: "U8", bits: 8, element: .uint8),
    Self(name: "I8", bits: 8, element: .int8),
    Self(name: "F8_E5M2", bits: 8),
    Self(name: "F8_E4M3", bits: 8),
    Self(name: "F8_E8M0", bits: 8),
    Self(name: "F8_E4M3FNUZ", bits: 8),
    Self(name: "F8_E5M2FNUZ", bits: 8),
    Self(name: "I16", bits: 16, element: .int16),
    Self(name: "U16", bits: 16, element: .uint16),
    Self(name: "F16", bits: 16, element: .float16),
    Self(name: "BF16", bits: 16, element: .bfloat16),
    Self(name: "I32", bits: 32, element: .int32),
    Self(name: "U32", bits: 32, element: .uint32),
    Self(name: "F32", bits: 32, element: .float32),
    Self(name: "C64", bits: 64),
    Self(name: "F64", bits: 64, element: .float64),
    Self(name: "I64", bits: 64, element: .int64),
    Self(name: "U64", bits: 64, element: .uint64),
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func named(_ name: String) -> Self? { byName[name] }

}

extension Range<Int> {

  /// The order of tensors in a file: by start, then by end, so that empty ones come first.
  fileprivate func precedes(_ other: Self) -> Bool {
    (lowerBound, upperBound) < (other.lowerBound, other.upperBound)
  }

}

extension Diagnostic {

  fileprivate static func invalid(_ message: String, _ path: String) -> Self {
    Self(.error, SafetensorsFile.faultCode, message, at: .file(path))
  }

}
