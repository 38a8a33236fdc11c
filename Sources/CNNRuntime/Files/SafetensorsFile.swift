import CNNIR
import CNNSource
import Foundation

/// The safetensors format: a JSON header with names, types, shapes and offsets, then the data.
package struct SafetensorsFile {

  /// What the header says of one tensor.
  private struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  /// The header's fields: tensors, and one entry of free text.
  private struct Header: Decodable {
    var entries: [String: Entry] = [:]

    private struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          _ = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }
  }

  private let path: String
  private let entries: [String: Entry]
  /// The part of the file behind the header.
  private let data: Data

  /// The largest header that the format allows, in bytes.
  private static let headerLimit = 100_000_000

  /// Reads the header of a file and checks that the tensors fill the rest without holes.
  ///
  /// - Throws: what is wrong with the file.
  package init(_ path: String) throws(Diagnostic) {
    try self.init(try InputFile.contents(of: path), path)
  }

  init(_ file: Data, _ path: String) throws(Diagnostic) {
    self.path = path
    func fault(_ message: String) -> Diagnostic {
      Diagnostic(.error, "invalid-safetensors", message, at: .file(path))
    }
    guard file.count >= 8 else { throw fault("the file is shorter than the length of its header") }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(Self.headerLimit, file.count - 8)) else {
      throw fault("the header's length of \(length) bytes exceeds the file or the format's limit")
    }
    let start = file.startIndex + 8
    let header = file[start..<start + Int(length)]
    guard header.first == UInt8(ascii: "{") else { throw fault("the header is no JSON object") }
    do {
      entries = try JSONDecoder().decode(Header.self, from: Data(header)).entries
    } catch {
      throw fault("the header does not give a dtype, a shape and data_offsets for each tensor")
    }
    data = file[(start + Int(length))...]
    try checkOffsets()
  }

  /// The tensors must lie one behind the other, so that no byte is hidden or used twice.
  private func checkOffsets() throws(Diagnostic) {
    var end = 0
    // By name first, so that a fault of several tensors always names the same one.
    let sorted = entries.sorted { $0.key < $1.key }.sorted {
      ($0.value.data_offsets.lexicographicallyPrecedes($1.value.data_offsets))
    }
    for (name, entry) in sorted {
      let offsets = entry.data_offsets
      guard offsets.count == 2, offsets[0] == end, offsets[1] >= offsets[0] else {
        throw fault("the data of '\(name)' does not follow the tensor before it")
      }
      guard let size = Self.elementSizes[entry.dtype] else {
        throw fault("'\(name)' has the unknown dtype '\(entry.dtype)'")
      }
      guard entry.shape.allSatisfy({ $0 >= 0 }),
        checkedProduct(entry.shape + [size]) == offsets[1] - offsets[0]
      else {
        throw fault("the data of '\(name)' does not fill its shape \(entry.shape)")
      }
      end = offsets[1]
    }
    guard end == data.count else {
      throw fault("the tensors take \(end) bytes of \(data.count) behind the header")
    }
  }

  private func fault(_ message: String) -> Diagnostic {
    Diagnostic(.error, "invalid-safetensors", message, at: .file(path))
  }

  /// The bytes of an element of each dtype of whole bytes.
  private static let elementSizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2,
    "BF16": 2, "I32": 4, "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8, "C64": 8,
  ]

  /// The names of the tensors in the file.
  package var names: [String] { entries.keys.sorted() }

  package func shape(of name: String) -> Shape? { entries[name].map { Shape($0.shape) } }

  package func elementType(of name: String) -> String? { entries[name]?.dtype }

  /// Whether the elements of `name` can be read as 32-bit floats.
  package func isFloat(_ name: String) -> Bool {
    ["F32", "F16", "BF16"].contains(entries[name]?.dtype)
  }

  /// The elements of a tensor for which `isFloat` holds.
  package func floats(of name: String) -> [Float] {
    guard let entry = entries[name] else { return [] }
    let start = data.startIndex + entry.data_offsets[0]
    let bytes = data[start..<data.startIndex + entry.data_offsets[1]]
    if entry.dtype == "F32" { return CNNRuntime.floats(bytes) }
    let raw = Array(bytes)
    return (0..<raw.count / 2).map { (index) in
      let half = UInt16(raw[2 * index]) | UInt16(raw[2 * index + 1]) << 8
      // bfloat16 is the upper half of a float.
      return entry.dtype == "BF16"
        ? Float(bitPattern: UInt32(half) << 16) : Float(halfBitPattern: half)
    }
  }

}

extension Float {

  /// The value of an IEEE 754 binary16 number. `Float16` does not exist on every Mac.
  init(halfBitPattern half: UInt16) {
    let sign: FloatingPointSign = half >> 15 == 0 ? .plus : .minus
    let exponent = Int(half >> 10 & 0x1F)
    let fraction = Float(half & 0x3FF)
    let magnitude: Float
    switch exponent {
    case 0: magnitude = fraction * 0x1p-24
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default:
      let power = Float(sign: .plus, exponent: exponent - 15, significand: 1)
      magnitude = (1 + fraction * 0x1p-10) * power
    }
    self = sign == .plus ? magnitude : -magnitude
  }

}
