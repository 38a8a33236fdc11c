import CNNSource

extension Parser {

  /// `{ … }`
  mutating func parseBody() throws(Diagnostic) -> [Statement] {
    guard isAt(.leftBrace) else { throw expected("'{' and a body") }
    let open = token
    guard !open.startsLine else { throw .bodyOnNextLine(range(of: open)) }
    return try parseBraces()
  }

  /// `{ … }`, wherever it stands.
  private mutating func parseBraces() throws(Diagnostic) -> [Statement] {
    let open = range(of: token)
    return try nested(levels: 2) { (parser) throws(Diagnostic) in
      let outer = parser.ignoresLines
      parser.ignoresLines = false
      defer { parser.ignoresLines = outer }
      parser.advance()
      let statements = parser.parseStatements()
      guard parser.take(.rightBrace) else {
        throw parser.unclosedBrace(open)
      }
      return statements
    }
  }

  private mutating func parseStatements() -> [Statement] {
    var statements: [Statement] = []
    while !isAt(.rightBrace), token.kind != .end, !startsDeclaration, !hasTooManyErrors {
      if take(.semicolon) { continue }
      let start = position
      mark(.startsStatement)
      do throws(Diagnostic) {
        let statement = try parseStatement()
        try expectEnd(of: "statement")
        statements.append(statement)
      } catch {
        diagnostics.insert(error)
        skipStatement(from: start)
        statements.append(Statement(.invalid, range(from: tokens[start].offsets.lowerBound)))
      }
    }
    return statements
  }

  /// Whether a declaration starts here, so that a brace before it was not closed.
  var startsDeclaration: Bool {
    guard token.startsLine, token.kind == .identifier else { return false }
    let follower = self.token(after: 1)
    return Self.bodyKeywords.contains(text(of: token))
      && follower.kind == .identifier && !follower.startsLine
  }

  /// Requires a line end, a semicolon or a closing brace.
  mutating func expectEnd(of what: String) throws(Diagnostic) {
    let ends = token.startsLine || token.kind == .end || isAt(.semicolon) || isAt(.rightBrace)
    if !ends { throw expectedEnd(of: what) }
  }

  private mutating func parseStatement() throws(Diagnostic) -> Statement {
    let start = token.offsets.lowerBound
    if token.kind == .number, self.token(after: 1).kind == .symbol(.colon) {
      throw .numericLabel(range(of: token))
    }
    let label = try parseLabel()
    if let label, token.startsLine { throw .emptyLabel(label.range) }
    let kind = try parseKind()
    return Statement(label: label, kind, range(from: start))
  }

  private mutating func parseKind() throws(Diagnostic) -> Statement.Kind {
    switch token.kind {
    case .symbol(.leftBrace): return .braces(try parseBraces())
    case .symbol(.leftParenthesis) where bindsTuple:
      let names = try parseNames()
      try expect(.assign, "'=' and the values")
      return .bind(names, try parseInner())
    case .identifier:
      if let kind = try parseKeyword() { return kind }
      if let kind = try parseBinding() { return kind }
    case .number, .string, .symbol, .invalid, .end: break
    }
    let expression = try parseExpression()
    if isAt(.leftBrace), !token.startsLine { return .branches(expression, try parseBraces()) }
    return .apply(expression)
  }

  /// A statement within a statement: the right side of a binding, or what `output` names.
  private mutating func parseInner() throws(Diagnostic) -> Statement {
    try nested { (parser) throws(Diagnostic) in try parser.parseStatement() }
  }

  /// Whether a line that starts with `(` has an `=` behind the matching `)`.
  private var bindsTuple: Bool {
    var distance = 1
    while [.identifier, .symbol(.comma)].contains(token(after: distance).kind) { distance += 1 }
    return token(after: distance).kind == .symbol(.rightParenthesis)
      && token(after: distance + 1).kind == .symbol(.assign)
  }

  /// `(a, b)` or `a`
  private mutating func parseNames() throws(Diagnostic) -> [Identifier] {
    guard isAt(.leftParenthesis) else { return [try parseIdentifier("a name")] }
    return try parseList(from: .leftParenthesis, to: .rightParenthesis) {
      (parser) throws(Diagnostic) in try parser.parseIdentifier("a name")
    }
  }

  /// `x = …` and `x += …`
  private mutating func parseBinding() throws(Diagnostic) -> Statement.Kind? {
    let follower = self.token(after: 1)
    guard case .symbol(let symbol) = follower.kind else { return nil }
    if symbol == .assign {
      let name = try parseIdentifier("a name")
      advance()
      return .bind([name], try parseInner())
    }
    guard let op = Self.updateOperators[symbol] else { return nil }
    let name = try parseIdentifier("a name")
    advance()
    return .update(name, op, try parseExpression())
  }

  private static let updateOperators: [Token.Symbol: BinaryOperator] = [
    .addAssign: .add, .subtractAssign: .subtract, .multiplyAssign: .multiply,
    .divideAssign: .divide, .remainderAssign: .remainder,
  ]

}

// MARK: - Keywords

extension Parser {

  /// A statement that starts with a keyword, unless the word is a name here.
  private mutating func parseKeyword() throws(Diagnostic) -> Statement.Kind? {
    let follower = self.token(after: 1)
    let hasOperand = !follower.startsLine && follower.kind != .symbol(.assign)
    switch text(of: token) {
    case "let" where hasOperand: return try parseDefinition(isVariable: false)
    case "var" where hasOperand: return try parseDefinition(isVariable: true)
    case "for" where hasOperand: return try parseLoop()
    case "if" where hasOperand: return try parseConditional()
    case "else": throw .strayElse(range(of: token))
    case "from" where hasOperand:
      advance()
      return .from(try parseExpression(), try parseBody())
    case "inline" where hasOperand:
      advance()
      return .inline(try parseExpression())
    case "layer" where follower.kind == .identifier && hasOperand:
      advance()
      let name = try parseIdentifier("the layer's name")
      try expect(.colon)
      return .sharedLayer(name, try parseExpression())
    case "input" where hasOperand: return try parseInput()
    case "preprocess" where follower.kind == .symbol(.leftBrace) && hasOperand:
      advance()
      return .preprocess(try parseBody())
    case "output" where follower.kind == .identifier && hasOperand:
      advance()
      let name = try parseIdentifier("the output's name")
      try expect(.colon)
      return .output(name, try parseInner())
    case "return":
      guard hasOperand else { throw .emptyReturn(range(of: token)) }
      return try parseReturn()
    case "expect" where hasOperand:
      advance()
      return .expect(try parseExpression())
    default: return nil
    }
  }

  private mutating func parseDefinition(isVariable: Bool) throws(Diagnostic) -> Statement.Kind {
    advance()
    let names = try parseNames()
    try expect(.assign, "'=' and a value")
    return .define(names, try parseExpression(), isVariable: isVariable)
  }

  private mutating func parseLoop() throws(Diagnostic) -> Statement.Kind {
    advance()
    let names = try parseNames()
    guard isAt(word: "in") else { throw expected("'in' and what to loop over") }
    advance()
    return .loop(names, try parseExpression(), try parseBody())
  }

  private mutating func parseConditional() throws(Diagnostic) -> Statement.Kind {
    advance()
    let condition = try parseExpression()
    let body = try parseBody()
    guard isAt(word: "else") else { return .conditional(condition, body, nil) }
    advance()
    guard isAt(word: "if"), !token.startsLine else {
      return .conditional(condition, body, try parseBody())
    }
    let start = token.offsets.lowerBound
    let alternative = try nested { (parser) throws(Diagnostic) in try parser.parseConditional() }
    return .conditional(condition, body, [Statement(alternative, range(from: start))])
  }

  /// `input(1, 28, 28)` or `input image: (3, 512, 512)`
  private mutating func parseInput() throws(Diagnostic) -> Statement.Kind? {
    let follower = self.token(after: 1)
    if follower.kind == .identifier {
      advance()
      let name = try parseIdentifier("the input's name")
      try expect(.colon)
      return .input(name, try parseExpression())
    }
    guard follower.kind == .symbol(.leftParenthesis), !follower.followsSpace else { return nil }
    advance()
    mark(.touchesPrevious)
    let start = token.offsets.lowerBound
    let arguments = try parseArguments()
    return .input(nil, Expression(.tuple(arguments), range(from: start)))
  }

  private mutating func parseReturn() throws(Diagnostic) -> Statement.Kind {
    advance()
    var values = [try parseExpression()]
    while take(.comma) { values.append(try parseExpression()) }
    return .return(values)
  }

}
