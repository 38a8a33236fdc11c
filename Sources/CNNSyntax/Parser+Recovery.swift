extension Parser {

  /// Skips the rest of the statement that starts at the token `start` and could not be read: to the
  /// end of its line, past whole braces, and past line ends within an argument list.
  mutating func skipStatement(from start: Int) {
    var openBrackets = openBrackets(from: start)
    while true {
      if position > start, token.startsLine, !continuesStatement(openBrackets) { return }
      switch token.kind {
      case .end, .symbol(.rightBrace), .symbol(.semicolon): return
      case .symbol(.leftBrace): skipBraces()
      default:
        openBrackets += bracketBalance(of: token)
        advance()
      }
    }
  }

  /// Whether the line that starts here belongs to the statement above: as a body that stands on the
  /// wrong line, or as more of an argument list.
  private func continuesStatement(_ openBrackets: Int) -> Bool {
    if isAt(.leftBrace) { return true }
    guard openBrackets > 0 else { return false }
    let previous = tokens[position - 1].kind
    if previous == .symbol(.comma) || previous == .symbol(.leftParenthesis) { return true }
    return previous == .symbol(.leftBracket) || lineContinuesList
  }

  /// Whether the line that starts here ends with a comma or closes a bracket from above.
  private var lineContinuesList: Bool {
    var balance = 0
    var end = position
    repeat {
      balance += bracketBalance(of: tokens[end])
      if balance < 0 { return true }
      end += 1
    } while end < tokens.count && !tokens[end].startsLine
    return tokens[end - 1].kind == .symbol(.comma)
  }

  /// The number of brackets that are open here since the token `start`.
  private func openBrackets(from start: Int) -> Int {
    tokens[start..<position].reduce(0) { $0 + bracketBalance(of: $1) }
  }

  private func bracketBalance(of token: Token) -> Int {
    switch token.kind {
    case .symbol(.leftParenthesis), .symbol(.leftBracket): 1
    case .symbol(.rightParenthesis), .symbol(.rightBracket): -1
    default: 0
    }
  }

  /// Skips to behind the brace that closes the one here, or to the next declaration.
  private mutating func skipBraces() {
    var open = 0
    repeat {
      if isAt(.leftBrace) { open += 1 }
      if isAt(.rightBrace) { open -= 1 }
      advance()
    } while open > 0 && token.kind != .end && !startsDeclaration
  }

}
