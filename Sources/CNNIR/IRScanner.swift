import CNNSource

/// Splits IR text into tokens.
struct IRScanner {

  enum Token: Hashable {
    /// A bare name, keyword or number: letters, digits, `_`, `.`, and signs within a number.
    case word(String)
    case string(String)
    case punctuation(Character)
    case end
  }

  let file: SourceFile
  private(set) var token = Token.end
  /// Where the current token stands.
  private(set) var range: SourceRange
  /// The end of the token before the current one.
  private(set) var previousEnd = 0

  init(_ file: SourceFile) {
    self.file = file
    range = SourceRange(file, 0..<0)
    advance()
  }

  /// Moves to the next token.
  mutating func advance() {
    previousEnd = range.offsets.upperBound
    let start = skipBlanks(from: previousEnd)
    guard start < file.text.count else {
      token = .end
      range = SourceRange(file, start..<start)
      return
    }
    let end: Int
    switch file.text[start] {
    case UInt8(ascii: "\""): (token, end) = string(from: start)
    case let byte where isIRNameByte(byte) || byte == UInt8(ascii: "-"):
      end = wordEnd(from: start)
      token = .word(file[start..<end])
    default:
      end = characterEnd(from: start)
      // Bytes that are no UTF-8 decode to several replacement characters.
      token = .punctuation(file[start..<end].first ?? "\u{FFFD}")
    }
    range = SourceRange(file, start..<end)
  }

  /// Moves to the first token after the line of the token before the current one.
  mutating func skipLine() {
    let line = file.line(at: max(previousEnd - 1, 0))
    while token != .end, file.line(at: range.offsets.lowerBound) <= line { advance() }
  }

  private func skipBlanks(from start: Int) -> Int {
    let text = file.text
    var offset = start
    while offset < text.count {
      if text[offset] <= UInt8(ascii: " ") {
        offset += 1
      } else if text[offset...].starts(with: "//".utf8) {
        while offset < text.count, text[offset] != UInt8(ascii: "\n") { offset += 1 }
      } else {
        break
      }
    }
    return offset
  }

  private func wordEnd(from start: Int) -> Int {
    let text = file.text
    let firstDigit = text[start] == UInt8(ascii: "-") ? start + 1 : start
    var offset = start + 1
    while offset < text.count {
      let isSign = text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+")
      // A sign belongs to a number after its exponent's e: 1e-05.
      let isExponentSign =
        isSign && text[offset - 1] == UInt8(ascii: "e")
        && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[firstDigit])
      guard isIRNameByte(text[offset]) || isExponentSign else { break }
      offset += 1
    }
    return offset
  }

  private func characterEnd(from start: Int) -> Int {
    var offset = start + 1
    while offset < file.text.count, file.text[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  /// A string with its escapes resolved; one that the line ends first is a stray quote.
  private func string(from start: Int) -> (Token, Int) {
    let text = file.text
    var bytes: [UInt8] = []
    var offset = start + 1
    while offset < text.count, text[offset] != UInt8(ascii: "\n") {
      switch text[offset] {
      case UInt8(ascii: "\""):
        return (.string(String(decoding: bytes, as: UTF8.self)), offset + 1)
      case UInt8(ascii: "\\") where offset + 1 < text.count:
        bytes.append(Self.escapes[text[offset + 1]] ?? text[offset + 1])
        offset += 2
      default:
        bytes.append(text[offset])
        offset += 1
      }
    }
    return (.punctuation("\""), start + 1)
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): UInt8(ascii: "\n"), UInt8(ascii: "r"): UInt8(ascii: "\r"),
    UInt8(ascii: "t"): UInt8(ascii: "\t"),
  ]

}
