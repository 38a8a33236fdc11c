import CNNIR
import CNNSource
import Foundation

/// NumPy's `.npy` format for 32-bit floats, versions 1 to 3 (NumPy enhancement proposal 1).
package enum NumpyFile {

  private static let magic = Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) })

  /// The tensor in a file.
  ///
  /// - Throws: when the file is no `.npy`, not little-endian float32 in C order, or not of the size
  ///   that its header says.
  package static func read(_ path: String) throws(Diagnostic) -> Tensor {
    try parse(try InputFile.contents(of: path), path)
  }

  static func parse(_ data: Data, _ path: String) throws(Diagnostic) -> Tensor {
    let bytes = [UInt8](data)
    func fault(_ message: String) -> Diagnostic {
      Diagnostic(.error, "invalid-npy", message, at: .file(path))
    }
    guard bytes.starts(with: magic), bytes.count >= 10 else {
      throw fault("not a .npy file: it does not start with \\x93NUMPY and a version")
    }
    // Version 1 has a length of two bytes, the later ones of four.
    guard (1...3).contains(bytes[6]) else {
      throw fault("version \(bytes[6]) of .npy is unknown; 1 to 3 are read")
    }
    let start = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= start else { throw fault("the file ends within its header") }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else { throw fault("the file ends within its header") }

    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let fields = Header(header) else {
      throw fault("the header is not a dictionary of 'descr', 'fortran_order' and 'shape'")
    }
    guard fields.type == "<f4" else {
      throw fault("the elements are '\(fields.type)'; needed is '<f4' (little-endian float32)")
    }
    if fields.isColumnMajor {
      throw fault("the array is in Fortran order; needed is C order (numpy.ascontiguousarray)")
    }
    guard let count = checkedProduct(fields.shape + [MemoryLayout<Float>.size]),
      count == bytes.count - start - length
    else {
      let size = bytes.count - start - length
      throw fault("\(size) bytes of data do not fill the shape \(fields.shape)")
    }
    return Tensor(Shape(fields.shape), floats(bytes[(start + length)...]))
  }

  /// The bytes of a file of version 1 that holds `tensor`.
  package static func bytes(of tensor: Tensor) -> [UInt8] {
    let extents = tensor.shape.extents.map(String.init).joined(separator: ", ")
    let tuple = tensor.shape.count == 1 ? "(\(extents),)" : "(\(extents))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(tuple), }"
    // The data starts at a multiple of 64 bytes; a line end closes the header.
    let unpadded = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    var bytes = magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
    for element in tensor.elements {
      withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

}

/// Little-endian floats, four bytes each.
func floats(_ bytes: some Collection<UInt8>) -> [Float] {
  let bytes = Array(bytes)
  return (0..<bytes.count / 4).map { (index) in
    let word = bytes.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
    }
    return Float(bitPattern: UInt32(littleEndian: word))
  }
}

/// The three fields of an `.npy` header, a Python dictionary literal.
private struct Header {

  var type: String
  var isColumnMajor: Bool
  var shape: [Int]

  init?(_ text: String) {
    guard let type = Self.value(of: "descr", in: text),
      let order = Self.value(of: "fortran_order", in: text),
      let tuple = Self.value(of: "shape", in: text),
      order == "True" || order == "False", tuple.hasPrefix("("), tuple.hasSuffix(")"),
      type.count >= 2, type.hasPrefix("'"), type.hasSuffix("'")
    else { return nil }
    self.type = String(type.dropFirst().dropLast())
    isColumnMajor = order == "True"
    let fields = tuple.dropFirst().dropLast().split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    let extents = fields.filter { !$0.isEmpty }.compactMap { Int($0) }
    guard extents.count == fields.filter({ !$0.isEmpty }).count, extents.allSatisfy({ $0 >= 0 })
    else { return nil }
    shape = extents
  }

  /// The text of the value of `key`, up to the comma or brace that ends it.
  private static func value(of key: String, in text: String) -> String? {
    guard let range = text.range(of: "'\(key)':") else { return nil }
    let rest = text[range.upperBound...].drop { $0 == " " }
    let end: String.Index?
    if rest.first == "(" {
      end = rest.firstIndex(of: ")").map { rest.index(after: $0) }
    } else {
      end = rest.firstIndex { $0 == "," || $0 == "}" }
    }
    return end.map { rest[..<$0].trimmingCharacters(in: .whitespaces) }
  }

}
