/// Files that are given where a network's text is expected.
enum ForeignFile {

  /// How files of other kinds start.
  private static let signatures: [(start: [UInt8], kind: String)] = [
    (Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value) }), "a PNG picture"),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    (Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }), "a NumPy array"),
    (Array("PK\u{3}\u{4}".utf8), "an archive, such as .npz or a checkpoint of PyTorch"),
    (Array("%PDF".utf8), "a PDF document"),
    (Array("<".utf8), "HTML or XML"),
  ]

  /// What `bytes` are, if they are certainly no text of a network: the errors that reading them as
  /// one would give are of no use.
  static func kind(of bytes: [UInt8]) -> String? {
    if let (_, kind) = signatures.first(where: { bytes.starts(with: $0.start) }) { return kind }
    if isSafetensors(bytes) { return "a safetensors file" }
    if isJSON(bytes) { return "JSON" }
    return bytes.prefix(4096).contains(where: isBinary) ? "binary data" : nil
  }

  /// Whether the length of a JSON header comes first, and then its brace.
  private static func isSafetensors(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else { return false }
    return bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } <= bytes.count - 8
  }

  /// Whether an object or an array opens the text, with an element that only JSON has there.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let start = bytes.lazy.filter { $0 > UInt8(ascii: " ") }.prefix(2)
    guard let bracket = start.first, let element = start.dropFirst().first else { return false }
    return "{[".utf8.contains(bracket) && "\"{[]}-0123456789".utf8.contains(element)
  }

  /// Whether a byte is a control character that no text has.
  private static func isBinary(_ byte: UInt8) -> Bool {
    byte < UInt8(ascii: "\t") || (14..<27).contains(byte) || (28..<32).contains(byte)
  }

}
