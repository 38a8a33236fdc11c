import CNNSource

extension Parser {

  static let declarationKeywords = ["network", "block", "func", "import", "let", "emit"]

  /// Those that start a declaration wherever they start a line before a name: 'let' starts a
  /// statement too.
  static let bodyKeywords = ["network", "block", "func"]

  mutating func parseDeclarations() -> [Declaration] {
    var declarations: [Declaration] = []
    while token.kind != .end, !hasTooManyErrors {
      if take(.semicolon) { continue }
      let start = token
      mark(.startsStatement)
      do throws(Diagnostic) {
        declarations.append(try parseDeclaration())
        try expectEnd(of: "declaration")
      } catch {
        diagnostics.insert(error)
        skipDeclaration(from: start)
      }
    }
    return declarations
  }

  private mutating func parseDeclaration() throws(Diagnostic) -> Declaration {
    let start = token.offsets.lowerBound
    guard token.kind == .identifier else { throw expectedDeclaration() }
    let kind: Declaration.Kind
    switch text(of: token) {
    case "network": kind = try parseNetwork()
    case "block":
      advance()
      let name = try parseIdentifier("the block's name")
      kind = .block(name, try parseParameters(), try parseBody())
    case "func":
      advance()
      let name = try parseIdentifier("the function's name")
      let parameters = try parseParameters()
      try expect(.assign, "'=' and the function's value")
      kind = .function(name, parameters, try parseExpression())
    case "import": kind = try parseImport()
    case "let":
      advance()
      let name = try parseIdentifier("the constant's name")
      try expect(.assign, "'=' and the constant's value")
      kind = .constant(name, try parseExpression())
    case "emit":
      advance()
      kind = .emit(try parseSettings())
    default: throw expectedDeclaration()
    }
    return Declaration(kind, range(from: start))
  }

  private mutating func parseNetwork() throws(Diagnostic) -> Declaration.Kind {
    advance()
    let name = try parseIdentifier("the network's name")
    if take(.assign) { return .specialization(name, try parseExpression()) }
    return .network(name, try parseParameters(), try parseBody())
  }

  private mutating func parseImport() throws(Diagnostic) -> Declaration.Kind {
    advance()
    guard token.kind == .string else { throw expected("the path of a file, in quotes") }
    let range = range(of: token)
    let segments = try parseString()
    var path = ""
    for segment in segments {
      guard case .text(let text) = segment else { throw .interpolatedPath(range) }
      path += text
    }
    return .import(path: path, range: range)
  }

  /// `(classes = 10, width)`, or nothing.
  private mutating func parseParameters() throws(Diagnostic) -> [Parameter] {
    guard isAt(.leftParenthesis) else { return [] }
    mark(.touchesPrevious)
    return try parseList(from: .leftParenthesis, to: .rightParenthesis) {
      (parser) throws(Diagnostic) in
      let name = try parser.parseIdentifier("a parameter's name")
      let value = parser.take(.assign) ? try parser.parseExpression() : nil
      return Parameter(name: name, defaultValue: value)
    }
  }

  /// `{ access: internal, storage: float16 }`
  private mutating func parseSettings() throws(Diagnostic) -> [Argument] {
    guard isAt(.leftBrace) else { throw expected("'{' and settings") }
    guard !token.startsLine else { throw .bodyOnNextLine(range(of: token)) }
    return try parseList(from: .leftBrace, to: .rightBrace) { (parser) throws(Diagnostic) in
      try parser.parseArgument()
    }
  }

  /// Skips to the next line that starts with a declaration's keyword; within braces, where `let` is
  /// a statement too, that is one with a name to declare.
  private mutating func skipDeclaration(from start: Token) {
    var open = 0
    while token.kind != .end {
      if token.offsets != start.offsets, startsDeclaration || open == 0 && isAtDeclarationKeyword {
        return
      }
      if isAt(.leftBrace) { open += 1 }
      if isAt(.rightBrace) { open = max(open - 1, 0) }
      advance()
    }
  }

  private var isAtDeclarationKeyword: Bool {
    token.startsLine && token.kind == .identifier
      && Self.declarationKeywords.contains(text(of: token))
  }

}
