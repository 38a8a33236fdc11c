import CNNSource

/// Reads tokens into a syntax tree by recursive descent.
///
/// A mistake costs its statement: the parser reports it, skips to the next line and goes on.
struct Parser {

  let file: SourceFile
  var tokens: [Token]
  var position = 0
  var diagnostics: DiagnosticSet
  /// What the lexer reported, by its offset: the reason why an invalid token is not expected.
  let lexicalErrors: [Int: Diagnostic]

  /// Whether line ends are mere space: inside parentheses and brackets.
  var ignoresLines = false

  /// How deep the current construct nests; bounds the stack here and in all who walk the tree.
  var depth = 0
  static let depthLimit = 100

  init(_ file: SourceFile, _ lexer: Lexer) {
    self.file = file
    tokens = lexer.tokens
    diagnostics = lexer.diagnostics
    lexicalErrors = lexer.errorsByOffset
  }

}

/// Parses a whole file. The tree holds what could be read.
package func parse(_ file: SourceFile) -> (tree: SyntaxTree, diagnostics: DiagnosticSet) {
  let lexer = Lexer(file, 0..<file.text.count)
  var parser = Parser(file, lexer)
  let declarations = parser.parseDeclarations()
  let tree = SyntaxTree(file: file, declarations: declarations, comments: lexer.comments)
  return (tree, parser.limitedDiagnostics(declarations))
}

/// Parses a text that is one expression from `start` on, such as the value of an option.
package func parseExpression(
  _ file: SourceFile, from start: Int
) -> (expression: Expression?, diagnostics: DiagnosticSet) {
  var parser = Parser(file, Lexer(file, start..<file.text.count))
  parser.ignoresLines = true
  do throws(Diagnostic) {
    let expression = try parser.parseExpression()
    guard parser.token.kind == .end else { throw parser.expected("the end of the value") }
    return (parser.diagnostics.containsError ? nil : expression, parser.diagnostics)
  } catch {
    parser.diagnostics.insert(error)
    return (nil, parser.diagnostics)
  }
}

// MARK: - Tokens

extension Parser {

  var token: Token { tokens[position] }

  /// The token `distance` places ahead, or the end.
  func token(after distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  func text(of token: Token) -> String { file[token.offsets] }

  func range(of token: Token) -> SourceRange { SourceRange(file, token.offsets) }

  /// The range from `start` to the end of the last token read.
  func range(from start: Int) -> SourceRange {
    let end = position > 0 ? tokens[position - 1].offsets.upperBound : start
    return SourceRange(file, start..<max(start, end))
  }

  mutating func advance() {
    if token.kind != .end { position += 1 }
  }

  /// Notes what the current token turned out to be.
  mutating func mark(_ marks: Token.Marks) { tokens[position].marks.formUnion(marks) }

  func isAt(_ symbol: Token.Symbol) -> Bool { token.kind == .symbol(symbol) }

  /// Whether the current token is `word`, spelt as an identifier.
  func isAt(word: String) -> Bool { token.kind == .identifier && text(of: token) == word }

  /// Consumes `symbol` if it is next.
  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol, _ what: String? = nil) throws(Diagnostic) {
    guard take(symbol) else { throw expected(what ?? "'\(symbol.rawValue)'") }
  }

  mutating func parseIdentifier(_ what: String) throws(Diagnostic) -> Identifier {
    guard token.kind == .identifier else { throw expected(what) }
    defer { advance() }
    return Identifier(text(of: token), range(of: token))
  }

  /// Runs `body` one level deeper, or more where a level takes more of the stack.
  mutating func nested<Result>(
    levels: Int = 1, _ body: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    depth += levels
    defer { depth -= levels }
    guard depth <= Self.depthLimit else { throw .nestingTooDeep(range(of: token)) }
    return try body(&self)
  }

}
