import CNNSource

extension Parser {

  mutating func parseExpression() throws(Diagnostic) -> Expression {
    try nested { (parser) throws(Diagnostic) in try parser.parseConditionalExpression() }
  }

  private mutating func parseConditionalExpression() throws(Diagnostic) -> Expression {
    let start = token.offsets.lowerBound
    let condition = try parseBinary(minimum: 0)
    guard isAt(.question) else { return condition }
    advance()
    let consequent = try parseExpression()
    mark(.inConditional)
    try expect(.colon, "':' and the value otherwise")
    let alternative = try parseExpression()
    return Expression(.conditional(condition, consequent, alternative), range(from: start))
  }

  /// How a symbol joins two operands.
  private enum Infix {
    case binary(BinaryOperator)
    case range(isClosed: Bool)
  }

  /// The binary operators by precedence, low to high; those of one level associate to the left,
  /// except comparisons and ranges, which do not associate.
  private static let levels: [[Token.Symbol: Infix]] = [
    [.or: .binary(.or)],
    [.and: .binary(.and)],
    [
      .equal: .binary(.equal), .notEqual: .binary(.notEqual), .less: .binary(.less),
      .lessOrEqual: .binary(.lessOrEqual), .greater: .binary(.greater),
      .greaterOrEqual: .binary(.greaterOrEqual),
    ],
    [.halfOpenRange: .range(isClosed: false), .closedRange: .range(isClosed: true)],
    [.plus: .binary(.add), .minus: .binary(.subtract)],
    [
      .star: .binary(.multiply), .slash: .binary(.divide), .percent: .binary(.remainder),
      .shiftLeft: .binary(.shiftLeft), .shiftRight: .binary(.shiftRight),
    ],
  ]
  private static let nonAssociativeLevels = 2...3
  private static let rangeLevel = 3

  /// The operator that continues an expression here, and its level.
  private var infix: (operator: Infix, level: Int)? {
    guard case .symbol(let symbol) = token.kind else { return nil }
    // At the start of a line, a minus is a sign.
    if token.startsLine, !ignoresLines, symbol == .minus { return nil }
    for (level, operators) in Self.levels.enumerated() {
      if let infix = operators[symbol] { return (infix, level) }
    }
    return nil
  }

  /// Operands joined by operators of at least the level `minimum` (precedence climbing).
  private mutating func parseBinary(minimum: Int) throws(Diagnostic) -> Expression {
    let start = token.offsets.lowerBound
    var left = try parseUnary()
    let outerDepth = depth
    defer { depth = outerDepth }
    var last: Int?
    while let (infix, level) = infix, level >= minimum {
      if level == last, Self.nonAssociativeLevels.contains(level) {
        throw .notAssociative(range(of: token), isRange: level == Self.rangeLevel)
      }
      last = level
      try deepen()
      advance()
      switch infix {
      case .binary(let op):
        let right = try parseBinary(minimum: level + 1)
        left = Expression(.binary(op, left, right), range(from: start))
      case .range(let isClosed):
        let upper = isAt(.rightBracket) ? nil : try parseBinary(minimum: level + 1)
        left = Expression(.range(left, upper, isClosed: isClosed), range(from: start))
      }
    }
    return left
  }

  /// One level deeper for as long as the caller keeps it.
  private mutating func deepen() throws(Diagnostic) {
    depth += 1
    if depth > Self.depthLimit { throw .nestingTooDeep(range(of: token)) }
  }

  private mutating func parseUnary() throws(Diagnostic) -> Expression {
    let start = token.offsets.lowerBound
    let op: UnaryOperator
    switch token.kind {
    case .symbol(.minus): op = .negate
    case .symbol(.not): op = .not
    default: return try parsePostfix()
    }
    mark(.touchesNext)
    advance()
    let operand = try nested { (parser) throws(Diagnostic) in try parser.parseUnary() }
    return Expression(.unary(op, operand), range(from: start))
  }

  private mutating func parsePostfix() throws(Diagnostic) -> Expression {
    let start = token.offsets.lowerBound
    var expression = try parsePrimary()
    let outerDepth = depth
    defer { depth = outerDepth }
    while true {
      switch token.kind {
      case .symbol(.dot):
        advance()
        let member = try parseIdentifier("a member's name")
        expression = Expression(.member(expression, member), range(from: start))
      case .symbol(.leftParenthesis) where !token.followsSpace:
        mark(.touchesPrevious)
        let arguments = try parseArguments()
        expression = Expression(.call(expression, arguments), range(from: start))
      case .symbol(.leftBracket) where !token.followsSpace:
        mark(.touchesPrevious)
        expression = Expression(.element(expression, try parseIndex()), range(from: start))
      default:
        return expression
      }
      try deepen()
    }
  }

  /// `[i]`, `[1...]` or `[..<3]`
  private mutating func parseIndex() throws(Diagnostic) -> Expression {
    try bracketed { (parser) throws(Diagnostic) in
      let opening = parser.range(of: parser.token)
      parser.advance()
      let start = parser.token.offsets.lowerBound
      var index: Expression
      if parser.isAt(.halfOpenRange) || parser.isAt(.closedRange) {
        let isClosed = parser.isAt(.closedRange)
        parser.advance()
        let upper = try parser.parseExpression()
        index = Expression(.range(nil, upper, isClosed: isClosed), parser.range(from: start))
      } else {
        index = try parser.parseExpression()
      }
      guard parser.take(.rightBracket) else {
        throw parser.expectedInList("']'", opening: opening)
      }
      return index
    }
  }

  private mutating func parsePrimary() throws(Diagnostic) -> Expression {
    let start = token.offsets.lowerBound
    switch token.kind {
    case .number:
      let kind = try parseNumber()
      return Expression(kind, range(from: start))
    case .string:
      let segments = try parseString()
      return Expression(.string(segments), range(from: start))
    case .identifier:
      let name = text(of: token)
      advance()
      switch name {
      case "true": return Expression(.boolean(true), range(from: start))
      case "false": return Expression(.boolean(false), range(from: start))
      default: return Expression(.name(name), range(from: start))
      }
    case .symbol(.leftBracket):
      let elements = try parseList(from: .leftBracket, to: .rightBracket) {
        (parser) throws(Diagnostic) in try parser.parseExpression()
      }
      return Expression(.list(elements), range(from: start))
    case .symbol(.leftParenthesis):
      let open = position
      let elements = try parseArguments()
      if elements.count == 1, elements[0].label == nil {
        if tokens[position - 2].kind == .symbol(.comma) {
          diagnostics.insert(.oneElementTuple(range(from: start)))
          return Expression(.tuple(elements), range(from: start))
        }
        tokens[open].marks.remove(.opensList)
        return Expression(elements[0].value.kind, range(from: start))
      }
      return Expression(.tuple(elements), range(from: start))
    case .symbol, .invalid, .end:
      throw expected("a value")
    }
  }

  /// `(3, kernel: 5)`
  mutating func parseArguments() throws(Diagnostic) -> [Argument] {
    try parseList(from: .leftParenthesis, to: .rightParenthesis) { (parser) throws(Diagnostic) in
      try parser.parseArgument()
    }
  }

  /// `3` or `kernel: 5`
  mutating func parseArgument() throws(Diagnostic) -> Argument {
    let follower = self.token(after: 1)
    let isLabelled = follower.kind == .symbol(.colon) || follower.kind == .symbol(.assign)
    guard token.kind == .identifier, isLabelled else {
      return Argument(value: try parseExpression())
    }
    let label = try parseIdentifier("an argument's label")
    if isAt(.assign) { diagnostics.insert(labelWithEqualsSign(label)) }
    advance()
    return Argument(label: label, value: try parseExpression())
  }

  /// Elements between two brackets, with commas between and perhaps behind them.
  mutating func parseList<Element>(
    from open: Token.Symbol, to close: Token.Symbol,
    _ parseElement: (inout Parser) throws(Diagnostic) -> Element
  ) throws(Diagnostic) -> [Element] {
    try bracketed { (parser) throws(Diagnostic) in
      let opening = parser.range(of: parser.token)
      parser.mark(.opensList)
      parser.advance()
      var elements: [Element] = []
      while !parser.isAt(close) {
        elements.append(try parseElement(&parser))
        guard parser.take(.comma) else { break }
      }
      guard parser.take(close) else {
        throw parser.expectedInList("',' or '\(close.rawValue)'", opening: opening)
      }
      return elements
    }
  }

  /// Runs `body` with line ends as mere space.
  private mutating func bracketed<Result>(
    _ body: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let outer = ignoresLines
    ignoresLines = true
    defer { ignoresLines = outer }
    return try nested(body)
  }

}
