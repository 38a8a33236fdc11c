import CNNSource

/// Reads the tokens of a file without errors into their outline.
///
/// The recursion is as deep as the brackets, which the parser bounds.
struct OutlineReader {

  private let tokens: PrintedTokens
  private var position = 0

  init(_ tokens: PrintedTokens) {
    self.tokens = tokens
  }

  /// The whole file as one body.
  mutating func readFile() -> Outline.Body {
    let statements = readStatements()
    return Outline.Body(open: -1, statements: statements, close: position, width: nil)
  }

  private mutating func readStatements() -> [Outline.Phrase] {
    var statements: [Outline.Phrase] = []
    while tokens.kind(position) != .end, tokens.kind(position) != .symbol(.rightBrace) {
      // Semicolons are the printer's business.
      if tokens.kind(position) == .symbol(.semicolon) {
        position += 1
      } else {
        statements.append(readPhrase(isElement: false))
      }
    }
    return statements
  }

  /// Reads an element up to a comma or the closing bracket, or a statement up to a semicolon, the
  /// closing brace or the next statement.
  private mutating func readPhrase(isElement: Bool) -> Outline.Phrase {
    var phrase = Outline.Phrase()
    var openBrackets = 0
    while true {
      switch tokens.kind(position) {
      case .end, .symbol(.semicolon): return phrase
      case .symbol(.rightBrace) where !tokens.has(.inLabel, position): return phrase
      case .symbol(.comma), .symbol(.rightParenthesis), .symbol(.rightBracket):
        // A statement has commas too, in `return a, b`.
        if isElement, openBrackets == 0 { return phrase }
      default:
        if tokens.has(.startsStatement, position), !phrase.pieces.isEmpty { return phrase }
      }
      openBrackets += bracketBalance
      append(readPiece(), to: &phrase)
    }
  }

  /// How the token changes the number of open brackets that make no list.
  private var bracketBalance: Int {
    switch tokens.kind(position) {
    case .symbol(.leftParenthesis), .symbol(.leftBracket):
      tokens.has(.opensList, position) ? 0 : 1
    case .symbol(.rightParenthesis), .symbol(.rightBracket): -1
    default: 0
    }
  }

  private mutating func readPiece() -> Outline.Piece {
    if tokens.has(.opensList, position) { return .list(readList()) }
    if tokens.kind(position) == .symbol(.leftBrace), !tokens.has(.inLabel, position) {
      return .body(readBody())
    }
    position += 1
    return .token(position - 1)
  }

  private func append(_ piece: Outline.Piece, to phrase: inout Outline.Phrase) {
    let width =
      switch piece {
      case .token(let index): Optional(tokens.width(index))
      case .list(let list): list.width
      case .body(let body): body.width
      }
    if phrase.pieces.isEmpty {
      phrase.width = width
    } else if let total = phrase.width, let width,
      tokens.comments(phrase.last, piece.first).isEmpty
    {
      phrase.width = total + tokens.space(before: piece.first) + width
    } else {
      phrase.width = nil
    }
    phrase.pieces.append(piece)
  }

  private mutating func readList() -> Outline.List {
    let open = position
    position += 1
    var elements: [Outline.Phrase] = []
    while !isAtClosingBracket {
      elements.append(readPhrase(isElement: true))
      if tokens.kind(position) == .symbol(.comma) { position += 1 }
    }
    let close = position
    position += 1
    let isPadded = tokens.kind(open) == .symbol(.leftBrace) && !elements.isEmpty
    let separators = 2 * max(elements.count - 1, 0) + (isPadded ? 2 : 0)
    let width = width(of: elements, separators + 2, open, close)
    return Outline.List(
      open: open, isPadded: isPadded, elements: elements, close: close, width: width)
  }

  private var isAtClosingBracket: Bool {
    switch tokens.kind(position) {
    case .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.rightBrace): true
    default: false
    }
  }

  private mutating func readBody() -> Outline.Body {
    let open = position
    position += 1
    let statements = readStatements()
    let close = position
    position += 1
    var width: Int?
    if statements.isEmpty {
      width = tokens.comments(open, close).isEmpty ? 2 : nil
    } else if !tokens.hasLineEnd(open, close) {
      width = self.width(of: statements, 2 * (statements.count - 1) + 4, open, close)
    }
    return Outline.Body(open: open, statements: statements, close: close, width: width)
  }

  /// The width of `phrases` and of `others` columns around and between them.
  private func width(
    of phrases: [Outline.Phrase], _ others: Int, _ open: Int, _ close: Int
  ) -> Int? {
    guard tokens.comments(open, close).isEmpty else { return nil }
    var total = others
    for phrase in phrases {
      guard let width = phrase.width else { return nil }
      total += width
    }
    return total
  }

}
