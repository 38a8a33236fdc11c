/// How far a string reaches, or the expression in braces within one.
struct DelimitedExtent {

  /// The offset behind the closing quote or brace, or that of the line's end where none closes.
  var end: Int
  var isClosed: Bool
  /// The innermost brace that is still open at the line's end.
  var openBrace: Int?

}

/// The extent of what the quote or brace at `start` opens, on its line.
///
/// Quotes open strings within expressions, braces open expressions within strings, to any depth.
func delimitedExtent(in text: [UInt8], from start: Int, end: Int) -> DelimitedExtent {
  var openings = [start]
  var offset = start + 1
  while offset < end, text[offset] != UInt8(ascii: "\n") {
    let isInString = text[openings[openings.count - 1]] == UInt8(ascii: "\"")
    switch text[offset] {
    case UInt8(ascii: "\\") where isInString && offset + 1 < end:
      // The next byte has no meaning of its own, unless it ends the line.
      if text[offset + 1] != UInt8(ascii: "\n") { offset += 1 }
    case UInt8(ascii: "\"") where isInString, UInt8(ascii: "}") where !isInString:
      openings.removeLast()
    case UInt8(ascii: "\""), UInt8(ascii: "{"):
      openings.append(offset)
    default:
      break
    }
    offset += 1
    if openings.isEmpty { return DelimitedExtent(end: offset, isClosed: true) }
  }
  let openBrace = openings.last { text[$0] == UInt8(ascii: "{") }
  return DelimitedExtent(end: offset, isClosed: false, openBrace: openBrace)
}
