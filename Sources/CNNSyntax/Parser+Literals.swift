import CNNSource

extension Parser {

  /// An integer or a number: `64`, `25_557_032`, `1e-5`, `4.1G`.
  mutating func parseNumber() throws(Diagnostic) -> Expression.Kind {
    let range = range(of: token)
    var digits = text(of: token).filter { $0 != "_" }
    advance()
    let factor = digits.last.flatMap { Self.suffixes[$0] }
    if factor != nil { digits.removeLast() }
    if let integer = Int(digits) {
      let (value, overflow) = integer.multipliedReportingOverflow(by: factor ?? 1)
      if overflow { throw .integerOverflow(range) }
      return .integer(value)
    }
    if digits.allSatisfy(\.isNumber) { throw .integerOverflow(range) }
    // A suffix is a power of ten: as an exponent it is exact, as a factor it would round twice.
    if let factor { digits += "e\(String(factor).count - 1)" }
    guard digits.allSatisfy(Self.isDecimal), let number = Double(digits) else {
      throw .invalidNumber(range)
    }
    guard number.isFinite else { throw .numberOverflow(range) }
    return .number(number)
  }

  /// The decimal suffixes; never powers of 1024.
  private static let suffixes: [Character: Int] = ["K": 1_000, "M": 1_000_000, "G": 1_000_000_000]

  /// Whether a character may stand in a decimal number; `Double` would also take hexadecimal ones.
  private static func isDecimal(_ character: Character) -> Bool {
    character.isNumber || ".eE+-".contains(character)
  }

  /// The pieces of the string token that is next, with escapes resolved.
  mutating func parseString() throws(Diagnostic) -> [TextSegment] {
    let offsets = token.offsets
    advance()
    let bytes = file.text
    var segments: [TextSegment] = []
    var text: [UInt8] = []
    var offset = offsets.lowerBound + 1
    while offset < offsets.upperBound - 1 {
      switch bytes[offset] {
      case UInt8(ascii: "\\"):
        guard let escaped = Self.escapes[bytes[offset + 1]] else {
          throw unknownEscape(at: offset)
        }
        text.append(escaped)
        offset += 2
      case UInt8(ascii: "{"):
        if !text.isEmpty { segments.append(.text(String(decoding: text, as: UTF8.self))) }
        text = []
        let (expression, end) = try parseInterpolation(from: offset, to: offsets.upperBound - 1)
        segments.append(.interpolation(expression))
        offset = end
      default:
        text.append(bytes[offset])
        offset += 1
      }
    }
    if !text.isEmpty || segments.isEmpty {
      segments.append(.text(String(decoding: text, as: UTF8.self)))
    }
    return segments
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): UInt8(ascii: "\n"), UInt8(ascii: "t"): UInt8(ascii: "\t"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "{"): UInt8(ascii: "{"), UInt8(ascii: "}"): UInt8(ascii: "}"),
  ]

  /// The expression between the brace at `start` and the one that closes it, and where to go on.
  private mutating func parseInterpolation(
    from start: Int, to limit: Int
  ) throws(Diagnostic) -> (Expression, Int) {
    let end = delimitedExtent(in: file.text, from: start, end: limit).end
    var inner = Parser(file, Lexer(file, start + 1..<end))
    defer { diagnostics.formUnion(inner.diagnostics) }
    inner.depth = depth
    inner.ignoresLines = true
    let expression = try inner.nested(levels: 3) { (parser) throws(Diagnostic) in
      try parser.parseExpression()
    }
    guard inner.isAt(.rightBrace) else {
      throw inner.expected("'}' after the expression in the text")
    }
    return (expression, end)
  }

  /// What is wrong with the backslash at `offset` and the character behind it.
  private func unknownEscape(at offset: Int) -> Diagnostic {
    var end = offset + 2
    while end < file.text.count, file.text[end] & 0xC0 == 0x80 { end += 1 }
    return .unknownEscape(SourceRange(file, offset..<end))
  }

}
