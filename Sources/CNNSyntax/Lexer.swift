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
  /// Whether something on the current line has been reported; one report a line is enough.
  private var lineHasError = false

  /// Lexes the part of `file` at `offsets`. The last token is always `.end`.
  init(_ file: SourceFile, _ offsets: Range<Int>) {
    self.file = file
    text = file.text
    offset = offsets.lowerBound
    end = offsets.upperBound
    skipByteOrderMark()
    lex()
  }

  private mutating func lex() {
    while true {
      let (startsLine, followsSpace) = skipBlanks()
      let start = offset
      let kind = lexToken()
      tokens.append(
        Token(
          kind: kind, offsets: start..<offset, startsLine: startsLine, followsSpace: followsSpace))
      if kind == .end { return }
      if diagnostics.elements.count > Parser.errorLimit { return giveUp() }
    }
  }

  /// Ends the tokens here, for a text that is hardly meant to have any.
  private mutating func giveUp() {
    tokens.append(
      Token(kind: .end, offsets: offset..<offset, startsLine: true, followsSpace: true))
  }

  /// Skips the mark that some editors put at the start of a file.
  private mutating func skipByteOrderMark() {
    if offset == 0, text[..<end].starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// Skips white space and comments, and tells whether there was a line end, and anything at all.
  private mutating func skipBlanks() -> (startsLine: Bool, followsSpace: Bool) {
    let start = offset
    var startsLine = tokens.isEmpty
    while offset < end {
      switch text[offset] {
      case UInt8(ascii: "\n"):
        startsLine = true
        lineHasError = false
        offset += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        skipComment()
      default:
        return (startsLine, offset > start)
      }
    }
    return (startsLine, offset > start)
  }

  /// A comment up to the end of its line, without blanks there.
  private mutating func skipComment() {
    let start = offset
    while offset < end, text[offset] != UInt8(ascii: "\n") { offset += 1 }
    let blanks = text[start..<offset].reversed().prefix { $0.isBlank }.count
    let range = SourceRange(file, start..<offset - blanks)
    comments.append(range)
    checkEncoding(of: range)
  }

  /// Consumes a token.
  private mutating func lexToken() -> Token.Kind {
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
  private mutating func lexString() -> Token.Kind {
    let start = offset
    let extent = delimitedExtent(in: text, from: start, end: end)
    offset = extent.end
    guard extent.isClosed else { return rejectString(from: start, extent) }
    checkEncoding(of: SourceRange(file, start..<offset))
    return .string
  }

  /// Reports a string that no quote closes.
  private mutating func rejectString(from start: Int, _ extent: DelimitedExtent) -> Token.Kind {
    while text[offset - 1].isBlank { offset -= 1 }
    var brace = extent.openBrace
    // A brace that ends the line rather opens a body.
    if brace == offset - 1 { (offset, brace) = (offset - 1, nil) }
    let range = SourceRange(file, start..<offset)
    let braceRange = brace.map { SourceRange(file, $0..<$0 + 1) }
    report(.unterminatedString(range, openBrace: braceRange))
    return .invalid
  }

  /// Requires a string or comment to be UTF-8.
  private mutating func checkEncoding(of range: SourceRange) {
    let bytes = text[range.offsets]
    if bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil {
      report(.invalidUTF8(range))
    }
  }

  /// Reports an error unless it is a further one of its line.
  private mutating func report(_ error: Diagnostic) {
    if !lineHasError { diagnostics.insert(error) }
    lineHasError = true
  }

  private mutating func lexSymbol() -> Token.Kind {
    if text[offset] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") { return reject(2) }
    for length in [3, 2, 1] where offset + length <= end {
      if let symbol = Self.symbols[Self.key(text[offset..<offset + length])] {
        offset += length
        return .symbol(symbol)
      }
    }
    // The bytes of one character are one mistake.
    var length = 1
    while let byte = peek(length), byte & 0xC0 == 0x80 { length += 1 }
    return reject(length)
  }

  /// Reports the next `length` bytes, which start no token.
  private mutating func reject(_ length: Int) -> Token.Kind {
    let range = SourceRange(file, offset..<offset + length)
    offset += length
    let isText = String(validating: text[range.offsets], as: UTF8.self) != nil
    report(isText ? .strayCharacter(range) : .invalidUTF8(range))
    return .invalid
  }

  /// The errors, each by the offset of its invalid token.
  var errorsByOffset: [Int: Diagnostic] {
    var errors: [Int: Diagnostic] = [:]
    for error in diagnostics.elements {
      if case .source(let range) = error.place { errors[range.offsets.lowerBound] = error }
    }
    return errors
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

extension UInt8 {

  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
  }

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
