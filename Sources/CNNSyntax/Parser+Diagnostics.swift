import CNNSource

/// The wording of what can be wrong with the form of a text.
extension Diagnostic {

  static func unterminatedString(_ range: SourceRange) -> Self {
    Self(.error, "unterminated-string", "the string needs a closing '\"' on its line", at: range)
  }

  static func invalidUTF8(_ range: SourceRange) -> Self {
    Self(.error, "invalid-utf8", "the text must be UTF-8", at: range)
  }

  static func strayCharacter(_ range: SourceRange) -> Self {
    Self(.error, "stray-character", "'\(range.text)' has no meaning here", at: range)
  }

  static func unknownEscape(_ range: SourceRange) -> Self {
    let message = "'\(range.text)' is no escape; there are \\n, \\t, \\\", \\\\, \\{ and \\}"
    return Self(.error, "unknown-escape", message, at: range)
  }

  static func integerOverflow(_ range: SourceRange) -> Self {
    Self(.error, "integer-overflow", "integers have 64 bits: at most \(Int.max)", at: range)
  }

  static func invalidNumber(_ range: SourceRange) -> Self {
    let message = "'\(range.text)' is no number; numbers look like 64, 25_557_032, 1e-5 or 4.1G"
    return Self(.error, "invalid-number", message, at: range)
  }

  static func interpolatedPath(_ range: SourceRange) -> Self {
    Self(.error, "interpolated-path", "the path of an import is fixed text", at: range)
  }

  static func nestingTooDeep(_ range: SourceRange) -> Self {
    let message = "statements and expressions nest at most \(Parser.depthLimit) deep"
    return Self(.error, "nesting-too-deep", message, at: range)
  }

  static func notAssociative(_ range: SourceRange) -> Self {
    let message = "'\(range.text)' does not chain; use parentheses or '&&'"
    return Self(.error, "not-associative", message, at: range)
  }

  static func bodyOnNextLine(_ range: SourceRange) -> Self {
    let message = "the '{' of a body stands on the line of what it belongs to"
    return Self(.error, "body-on-next-line", message, at: range)
  }

  static func emptyLabel(_ range: SourceRange) -> Self {
    let message = "what a label names stands on the label's line"
    return Self(.error, "empty-label", message, at: range)
  }

  static func unclosedBrace(_ range: SourceRange, open: SourceRange) -> Self {
    Self(
      .error, "unclosed-brace", "expected '}'", at: range,
      notes: [Note("to close this '{'", at: open)])
  }

}

extension Parser {

  /// What was needed here, and what stands here.
  func expected(_ what: String) -> Diagnostic {
    Diagnostic(
      .error, "expected-token", "expected \(what), found \(foundPhrase)", at: range(of: token))
  }

  func expectedInList(_ what: String, opening: SourceRange) -> Diagnostic {
    let notes =
      opening.line == range(of: token).line
      ? [] : [Diagnostic.Note("to close this '\(opening.text)'", at: opening)]
    var diagnostic = expected(what)
    diagnostic.notes = notes
    return diagnostic
  }

  /// Where a declaration should start.
  func expectedDeclaration() -> Diagnostic {
    let word = text(of: token)
    guard token.kind == .identifier,
      let near = nearestName(to: word, among: Self.declarationKeywords)
    else {
      return expected("'network', 'block', 'func', 'let' or 'import'")
    }
    return Diagnostic(
      .error, "unknown-declaration", "'\(word)' declares nothing; did you mean '\(near)'?",
      at: range(of: token), fixIt: FixIt(replace: range(of: token), with: near))
  }

  private var foundPhrase: String {
    token.kind == .end ? "the end of the text" : "'\(text(of: token))'"
  }

}
