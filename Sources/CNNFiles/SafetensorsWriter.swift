import CNNIR
import CNNSource

extension SafetensorsFile {

  /// Writes tensors to a file as the reference library does: by name, because all are of one type,
  /// the header filled up to a multiple of eight bytes with blanks. `elements` is asked for one
  /// tensor after the other.
  ///
  /// - Requires: no name stands twice.
  /// - Throws: what `elements` throws, and when the file cannot be written.
  package static func write(
    _ tensors: [(name: String, shape: Shape)], to path: String,
    elements: (_ index: Int) throws(Diagnostic) -> [Float]
  ) throws(Diagnostic) {
    let order = tensors.indices.sorted {
      tensors[$0].name.utf8.lexicographicallyPrecedes(tensors[$1].name.utf8)
    }
    let head = head(of: order.map { tensors[$0] }, .float32, alignment: 8)
    try OutputFile.write(to: path) { (file) throws(Diagnostic) in
      try file.append(head)
      for index in order { try file.append(try elements(index)) }
    }
  }

  /// What stands before the elements of `tensors`, which follow each other in this order: the length
  /// of the header and the header, filled up with blanks so that the elements begin at a multiple of
  /// `alignment` bytes. Text goes before them, in the order given.
  package static func head(
    of tensors: [(name: String, shape: Shape)], _ type: StoredFloat, alignment: Int,
    metadata: [(key: String, text: String)] = []
  ) -> [UInt8] {
    var offset = 0
    let texts = metadata.map { "\(jsonText($0)):\(jsonText($1))" }.joined(separator: ",")
    let key = jsonText(SafetensorsHeader.metadataKey)
    let fields =
      (texts.isEmpty ? [] : ["\(key):{\(texts)}"])
      + tensors.map { (name, shape) in
        let start = offset
        offset += shape.elementCount * type.size
        let extents = shape.map(String.init).joined(separator: ",")
        return "\(jsonText(name)):{\"dtype\":\"\(type.typeName)\",\"shape\":[\(extents)],"
          + "\"data_offsets\":[\(start),\(offset)]}"
      }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    let rest = (8 + header.count) % alignment
    if rest > 0 { header += repeatElement(UInt8(ascii: " "), count: alignment - rest) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header
  }

  /// `text` as a JSON string: what must be escaped is, shortly where there is a short form.
  private static func jsonText(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { (scalar) in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case "\u{8}": "\\b"
      case "\u{C}": "\\f"
      case _ where scalar.value < 0x20:
        "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

}
