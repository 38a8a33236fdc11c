/// Reads the header of a safetensors file: a JSON object of entries, which say where tensors lie,
/// and of text under `__metadata__`.
///
/// A reader of its own, because the format forbids what JSON libraries let pass or cannot show:
/// a name given twice, `1.0`, `1e3` or `-0` for a whole number, fields that nobody knows.
struct SafetensorsHeader {

  /// What the header says of one tensor.
  struct Entry {
    var name: String
    var dtype: String
    var shape: [Int]
    var dataOffsets: [Int]
  }

  /// What is wrong, and the byte of the header where that is seen.
  struct Fault: Error {
    var message: String
    var position: Int
  }

  /// The longest name of a tensor, in bytes; a limit of our own.
  private static let nameLimit = 4096

  /// The key of the text in the header.
  static let metadataKey = "__metadata__"

  /// The tensors, in the order of the header.
  private(set) var entries: [Entry] = []

  /// The text under `metadataKey`, by its keys.
  private(set) var metadata: [String: String] = [:]

  private let bytes: [UInt8]
  private var position = 0

  /// Reads the header.
  ///
  /// - Throws: what is wrong with it.
  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    guard bytes.first == UInt8(ascii: "{") else { throw fault("the header must begin with '{'") }
    var names: Set<String> = []
    try readObject {
      names.insert($0).inserted
    } value: { (header, name) throws(Fault) in
      if name == Self.metadataKey {
        try header.readMetadata()
      } else {
        header.entries.append(try header.readEntry(name))
      }
    }
    skipBlanks()
    guard position == bytes.count else { throw fault("something follows the header's object") }
  }

  private mutating func readMetadata() throws(Fault) {
    var keys: Set<String> = []
    try readObject {
      keys.insert($0).inserted
    } value: { (header, key) throws(Fault) in
      header.metadata[key] = try header.readString()
    }
  }

  private mutating func readEntry(_ name: String) throws(Fault) -> Entry {
    guard name.utf8.count <= Self.nameLimit else {
      throw fault("a tensor's name is longer than \(Self.nameLimit) bytes")
    }
    var (dtype, shape, offsets): (String?, [Int]?, [Int]?)
    try readObject { (field) in
      switch field {
      case "dtype": dtype == nil
      case "shape": shape == nil
      case "data_offsets": offsets == nil
      default: true
      }
    } value: { (header, field) throws(Fault) in
      switch field {
      case "dtype": dtype = try header.readString()
      case "shape": shape = try header.readNumbers()
      case "data_offsets": offsets = try header.readNumbers()
      default: throw header.fault("'\(name)' has the unknown field '\(field)'")
      }
    }
    guard let dtype, let shape, let offsets else {
      throw fault("'\(name)' needs a dtype, a shape and data_offsets")
    }
    return Entry(name: name, dtype: dtype, shape: shape, dataOffsets: offsets)
  }

  /// `{"key": …, …}`; `isNew` says whether a key is given for the first time, `readValue` reads its value.
  private mutating func readObject(
    isNew: (String) -> Bool, value readValue: (inout Self, String) throws(Fault) -> Void
  ) throws(Fault) {
    try expect("{")
    if skip("}") { return }
    repeat {
      let key = try readString()
      guard isNew(key) else { throw fault("'\(key)' is given twice") }
      try expect(":")
      try readValue(&self, key)
    } while skip(",")
    try expect("}")
  }

  private mutating func readNumbers() throws(Fault) -> [Int] {
    var numbers: [Int] = []
    try expect("[")
    if skip("]") { return [] }
    repeat { numbers.append(try readNumber()) } while skip(",")
    try expect("]")
    return numbers
  }

  /// A whole number without sign, fraction, exponent or needless zeros.
  private mutating func readNumber() throws(Fault) -> Int {
    skipBlanks()
    let zero = UInt8(ascii: "0")
    let end = bytes[position...].firstIndex { !(zero...zero + 9).contains($0) } ?? bytes.count
    let digits = bytes[position..<end]
    let isWhole = end == bytes.count || !".eE".utf8.contains(bytes[end])
    guard !digits.isEmpty, isWhole, digits.count == 1 || digits.first != zero else {
      throw fault("a whole number from 0 on is needed")
    }
    var number = 0
    for digit in digits {
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(Int(digit - zero))
      if isTooLarge || overflows { throw fault("the number is too large") }
      number = sum
    }
    position = end
    return number
  }

  private mutating func readString() throws(Fault) -> String {
    try expect("\"")
    let start = position
    var text: [UInt8] = []
    // Mostly, all of it is as it stands here, and needs no copy.
    var plain = start
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      let byte = bytes[position]
      guard byte >= 0x20 else { throw fault("a control character in text must be escaped") }
      position += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      text += bytes[plain..<position - 1]
      text += Array(String(try readEscape()).utf8)
      plain = position
    }
    let last = bytes[plain..<position]
    try expect("\"", afterBlanks: false)
    let string =
      text.isEmpty
      ? String(validating: last, as: UTF8.self)
      : String(validating: text + last, as: UTF8.self)
    guard let string else { throw Fault(message: "the text is not UTF-8", position: start) }
    return string
  }

  /// What follows a backslash.
  private mutating func readEscape() throws(Fault) -> Unicode.Scalar {
    let kind = bytes.dropFirst(position).first ?? 0
    position += 1
    switch Unicode.Scalar(kind) {
    case "\"", "\\", "/": return Unicode.Scalar(kind)
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try readEscapedScalar()
    default: throw fault("the escape is unknown")
    }
  }

  /// Four hexadecimal digits, or twice so for a surrogate pair.
  private mutating func readEscapedScalar() throws(Fault) -> Unicode.Scalar {
    let unit = try readHexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // A scalar beyond 16 bits is written as a high and a low surrogate (RFC 8259, 7).
    if unit < 0xDC00, skip("\\", afterBlanks: false), skip("u", afterBlanks: false) {
      let low = try readHexadecimal()
      if 0xDC00...0xDFFF ~= low {
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        if let scalar = Unicode.Scalar(value) { return scalar }
      }
    }
    throw fault("the escape is half of a surrogate pair")
  }

  private mutating func readHexadecimal() throws(Fault) -> UInt16 {
    let digits = bytes.dropFirst(position).prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let unit = UInt16(text, radix: 16)
    else { throw fault("an escape needs four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func expect(
    _ character: Unicode.Scalar, afterBlanks: Bool = true
  ) throws(Fault) {
    guard skip(character, afterBlanks: afterBlanks) else {
      throw fault("'\(character)' is expected")
    }
  }

  /// Skips `character` if it comes next.
  private mutating func skip(_ character: Unicode.Scalar, afterBlanks: Bool = true) -> Bool {
    if afterBlanks { skipBlanks() }
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count {
      switch Unicode.Scalar(bytes[position]) {
      case " ", "\t", "\n", "\r": position += 1
      default: return
      }
    }
  }

  private func fault(_ message: String) -> Fault { Fault(message: message, position: position) }

}
