import CNNSource

/// Splits `.arch` text into tokens.
struct Lexer {

  private let file: SourceFile
  private let text: [UInt8]
  private let end: Int
  private var offset: Int
  private(set) var tokens: [Token] = []
  private(set) var comments: [SourceRange] = []
  private(set) var diagnostics = DiagnosticSet()

  /// Lexes the part of `file` at `offsets`. The last token is always `.end`.
  init(_ file: SourceFile, _ offsets: Range<Int>) {
    self.file = file
    text = file.text
    offset = offsets.lowerBound
    end = offsets.upperBound
    lex()
  }

  private mutating func lex() {
    while true {
      let (startsLine, followsSpace) = skipBlanks()
      let start = offset
      let kind = lexToken()
      if let kind {
        tokens.append(
          Token(
            kind: kind, offsets: start..<offset, startsLine: startsLine, followsSpace: followsSpace)
        )
      }
      if kind == .end { return }
    }
  }

  /// Skips white space and comments, and tells whether there was a line end, and anything at all.
  private mutating func skipBlanks() -> (startsLine: Bool, followsSpace: Bool) {
    let start = offset
    var startsLine = tokens.isEmpty
    while offset < end {
      switch text[offset] {
      case UInt8(ascii: "\n"):
        startsLine = true
        offset += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        let commentStart = offset
        while offset < end, text[offset] != UInt8(ascii: "\n") { offset += 1 }
        comments.append(SourceRange(file, commentStart..<offset))
      default:
        return (startsLine, offset > start)
      }
    }
    return (startsLine, offset > start)
  }

  /// Consumes a token; `nil` when what stood there has been reported and skipped.
  private mutating func lexToken() -> Token.Kind? {
    guard offset < end else { return .end }
    switch text[offset] {
    case let byte where byte.isNameStart:
      while offset < end, text[offset].isNamePart { offset += 1 }
      return .identifier
    case let byte where byte.isDigit:
      lexNumber()
      return .number
    case UInt8(ascii: "\""):
      return lexString()
    default:
      return lexSymbol()
    }
  }

  /// Digits with a fraction, an exponent and a suffix. What is wrong with them the parser says.
  private mutating func lexNumber() {
    skipDigits()
    // Two dots are a range, not a fraction.
    if peek(0) == UInt8(ascii: "."), peek(1)?.isDigit == true {
      offset += 1
      skipDigits()
    }
    if peek(0) == UInt8(ascii: "e") || peek(0) == UInt8(ascii: "E") {
      let isSigned = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+")
      if peek(isSigned ? 2 : 1)?.isDigit == true {
        offset += isSigned ? 2 : 1
        skipDigits()
      }
    }
    while offset < end, text[offset].isNamePart { offset += 1 }
  }

  private mutating func skipDigits() {
    while offset < end, text[offset].isDigit || text[offset] == UInt8(ascii: "_") { offset += 1 }
  }

  /// A string with its quotes. Braces within it hold expressions, which may hold strings again.
  private mutating func lexString() -> Token.Kind? {
    let start = offset
    guard let close = closingQuote(in: text, from: start, end: end) else {
      while offset < end, text[offset] != UInt8(ascii: "\n") { offset += 1 }
      diagnostics.insert(.unterminatedString(SourceRange(file, start..<offset)))
      return nil
    }
    offset = close + 1
    if String(validating: text[start..<offset], as: UTF8.self) == nil {
      diagnostics.insert(.invalidUTF8(SourceRange(file, start..<offset)))
    }
    return .string
  }

  private mutating func lexSymbol() -> Token.Kind? {
    for length in [3, 2, 1] where offset + length <= end {
      if let symbol = Self.symbols[Self.key(text[offset..<offset + length])] {
        offset += length
        return .symbol(symbol)
      }
    }
    let start = offset
    // The bytes of one character are one mistake.
    repeat { offset += 1 } while offset < end && text[offset] & 0xC0 == 0x80
    diagnostics.insert(.strayCharacter(SourceRange(file, start..<offset)))
    return nil
  }

  private func peek(_ distance: Int) -> UInt8? {
    offset + distance < end ? text[offset + distance] : nil
  }

  private static let symbols = Dictionary(
    uniqueKeysWithValues: Token.Symbol.allCases.map { (key($0.rawValue.utf8), $0) })

  /// Up to three bytes as one number, which hashes without an allocation.
  private static func key(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

}

/// The offset of the quote that closes the string whose opening quote is at `start`, on its line.
func closingQuote(in text: [UInt8], from start: Int, end: Int) -> Int? {
  var offset = start + 1
  var braces = 0
  while offset < end {
    switch text[offset] {
    case UInt8(ascii: "\n"):
      return nil
    case UInt8(ascii: "\\"):
      offset += 1
    case UInt8(ascii: "{"):
      braces += 1
    case UInt8(ascii: "}"):
      braces = max(braces - 1, 0)
    case UInt8(ascii: "\"") where braces == 0:
      return offset
    case UInt8(ascii: "\""):
      // A string within an expression; it holds no braces of its own.
      repeat { offset += 1 } while offset < end && !isQuoteOrLineEnd(text[offset])
    default:
      break
    }
    offset += 1
  }
  return nil
}

private func isQuoteOrLineEnd(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
}

extension UInt8 {

  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isNameStart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  fileprivate var isNamePart: Bool { isNameStart || isDigit }

}
