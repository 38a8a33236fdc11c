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
    guard let number = Double(digits), number.isFinite, digits.allSatisfy(Self.isDecimal) else {
      throw .invalidNumber(range)
    }
    return .number(number * Double(factor ?? 1))
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
          throw .unknownEscape(SourceRange(file, offset..<offset + 2))
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
    from start: Int, to end: Int
  ) throws(Diagnostic) -> (Expression, Int) {
    let lexer = Lexer(file, start + 1..<end)
    var inner = Parser(file, lexer)
    inner.depth = depth
    inner.ignoresLines = true
    let expression = try inner.parseExpression()
    guard inner.isAt(.rightBrace) else {
      throw inner.expected("'}' after the expression in the text")
    }
    return (expression, inner.token.offsets.upperBound)
  }

}
