/// The immutable text of one input and its line table.
///
/// Positions are offsets into the UTF-8 text. Lines and columns count from 1, columns in Unicode code points.
package final class SourceFile: Sendable {

  /// The name to show in diagnostics: a path, or `<stdin>`, or the option that the text came from.
  package let name: String

  /// Whether the name is the path of a file, that the text may be changed in.
  package let isFile: Bool

  /// The text in UTF-8.
  package let text: [UInt8]

  /// The offset at which each line starts.
  private let lineStarts: [Int]

  package init(name: String, text: some Sequence<UInt8>, isFile: Bool = true) {
    self.name = name
    self.isFile = isFile
    self.text = Array(text)
    var starts = [0]
    for (offset, byte) in self.text.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  package convenience init(name: String, text: String) {
    self.init(name: name, text: text.utf8)
  }

  /// The range of the whole text.
  package var range: SourceRange { SourceRange(self, 0..<text.count) }

  /// The number of the line that holds `offset`, by bisection.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The column of `offset` within its line.
  package func column(at offset: Int) -> Int {
    let start = lineStarts[line(at: offset) - 1]
    let before = text[start..<min(offset, text.count)]
    // A long line may have many mistakes.
    if before.allSatisfy({ $0 < 0x80 }) { return before.count + 1 }
    return String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
  }

  /// The offsets of the `number`-th line, without its line end.
  package func offsets(ofLine number: Int) -> Range<Int> {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : text.count
    if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text between two offsets.
  package subscript(offsets: Range<Int>) -> String {
    String(decoding: text[offsets], as: UTF8.self)
  }

}
