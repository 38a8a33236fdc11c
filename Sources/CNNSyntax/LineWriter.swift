import CNNSource

/// Collects text and knows the column.
struct LineWriter {

  private var bytes: [UInt8] = []
  /// The columns that the last line has so far.
  private(set) var column = 0

  /// The text so far, with a line end unless it is empty.
  var text: String {
    String(decoding: bytes, as: UTF8.self) + (bytes.isEmpty ? "" : "\n")
  }

  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    column += text.utf8CodeUnitCount
  }

  mutating func write(_ text: ArraySlice<UInt8>, width: Int) {
    bytes.append(contentsOf: text)
    column += width
  }

  /// Writes a comment behind what the line holds. It takes no columns: no line breaks for it.
  mutating func writeTrailing(_ comment: SourceRange) {
    if !bytes.isEmpty { write("  ") }
    write(comment.file.text[comment.offsets], width: 0)
  }

  /// Starts a line; the first line of a text has started already.
  mutating func startLine(indent: Int, afterEmptyLine: Bool = false) {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    if afterEmptyLine { bytes.append(UInt8(ascii: "\n")) }
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    column = indent
  }

}
