import CNNSource

/// The canonical text of a file; none when it has syntax errors.
package func format(_ file: SourceFile) -> (text: String?, diagnostics: DiagnosticSet) {
  let lexer = Lexer(file, 0..<file.text.count)
  var parser = Parser(file, lexer)
  let declarations = parser.parseDeclarations()
  if parser.diagnostics.containsError { return (nil, parser.limitedDiagnostics(declarations)) }
  var printer = SyntaxPrinter(file, parser.tokens, lexer.comments)
  return (printer.print(), parser.diagnostics)
}

/// Writes the canonical text of a parsed file without errors.
///
/// The printer works on the tokens, so that spellings, redundant parentheses and comments stay; what
/// the parser found out about them comes with them as marks. It changes nothing but white space,
/// semicolons and the commas before closing brackets.
struct SyntaxPrinter {

  static let columnLimit = 100
  static let indentStep = 2
  /// The indentation of a line within an expression that the author broke.
  static let continuationStep = 4

  let tokens: PrintedTokens
  var writer = LineWriter()

  init(_ file: SourceFile, _ tokens: [Token], _ comments: [SourceRange]) {
    self.tokens = PrintedTokens(file, tokens, comments)
  }

  /// The text of the whole file.
  mutating func print() -> String {
    var reader = OutlineReader(tokens)
    let file = reader.readFile()
    printStatements(of: file, indent: 0)
    return writer.text
  }

}

// MARK: - Statements

extension SyntaxPrinter {

  /// Prints the statements of a body on lines of their own, and the comments behind them.
  private mutating func printStatements(of body: Outline.Body, indent: Int) {
    var previous = body.open
    for line in lines(of: body.statements, indent: indent) {
      for (index, statement) in body.statements[line].enumerated() {
        if index > 0 {
          writer.write("; ")
        } else {
          printGap(previous, statement.first, indent: indent)
        }
        print(statement, indent: indent, tail: 0)
      }
      previous = body.statements[line.upperBound - 1].last
    }
    printComments(previous, body.close, indent: indent)
  }

  /// The ranges of statements that share a line: as in the source, if they fit.
  private func lines(of statements: [Outline.Phrase], indent: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < statements.count {
      var end = start + 1
      while end < statements.count, !tokens.startsLine(statements[end]) { end += 1 }
      if fits(statements[start..<end], indent: indent) {
        lines.append(start..<end)
      } else {
        lines += (start..<end).map { $0..<$0 + 1 }
      }
      start = end
    }
    return lines
  }

  /// Whether statements fit on one line, with semicolons between them.
  private func fits(_ statements: ArraySlice<Outline.Phrase>, indent: Int) -> Bool {
    var total = indent + 2 * (statements.count - 1)
    for statement in statements {
      guard let width = statement.width else { return false }
      total += width
    }
    return total <= Self.columnLimit
  }

  /// Prints a body in braces over several lines.
  mutating func printOpen(_ body: Outline.Body, indent: Int) {
    printToken(body.open)
    printStatements(of: body, indent: indent + Self.indentStep)
    writer.startLine(indent: indent)
    printToken(body.close)
  }

}

extension PrintedTokens {

  /// Whether a statement starts a line; a semicolon before it counts as part of it.
  fileprivate func startsLine(_ statement: Outline.Phrase) -> Bool {
    var index = statement.first
    while !startsLine(index), index > 0, kind(index - 1) == .symbol(.semicolon) { index -= 1 }
    return startsLine(index)
  }

}

// MARK: - Comments

extension SyntaxPrinter {

  /// Prints the comments between two tokens and goes to the line of the second.
  mutating func printGap(_ previous: Int, _ next: Int, indent: Int) {
    let hasLine = printComments(previous, next, indent: indent)
    let isBlank = hasLine && tokens.followsEmptyLine(tokens.offsets(next).lowerBound)
    writer.startLine(indent: indent, afterEmptyLine: isBlank)
  }

  /// Prints the comments between two tokens, and tells whether what follows may keep an empty line
  /// before it: not right after an opening bracket.
  @discardableResult
  mutating func printComments(_ previous: Int, _ next: Int, indent: Int) -> Bool {
    let comments = tokens.comments(previous, next)
    var mayFollowEmptyLine = previous >= 0 && !tokens.isOpening(previous)
    for index in comments {
      let comment = tokens.comments[index]
      let start = comment.offsets.lowerBound
      if index == comments.lowerBound, !tokens.isFirstOnLine(start) {
        writer.writeTrailing(comment)
      } else {
        let isBlank = mayFollowEmptyLine && tokens.followsEmptyLine(start)
        writer.startLine(indent: indent, afterEmptyLine: isBlank)
        writer.write(comment.file.text[comment.offsets], width: 0)
        mayFollowEmptyLine = true
      }
    }
    return mayFollowEmptyLine
  }

}

extension PrintedTokens {

  /// Whether a token is an opening bracket.
  fileprivate func isOpening(_ index: Int) -> Bool {
    switch kind(index) {
    case .symbol(.leftBrace), .symbol(.leftParenthesis), .symbol(.leftBracket): true
    default: false
    }
  }

}
