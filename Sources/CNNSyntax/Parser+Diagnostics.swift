import CNNSource

/// The wording of what can be wrong with the form of a text.
extension Diagnostic {

  static func unterminatedString(_ range: SourceRange, openBrace: SourceRange?) -> Self {
    let message = "the string needs a closing '\"' on its line"
    let notes = openBrace.map {
      [Note("this '{' starts an expression; the brace itself is written '\\{'", at: $0)]
    }
    return Self(.error, "unterminated-string", message, at: range, notes: notes ?? [])
  }

  static func invalidUTF8(_ range: SourceRange) -> Self {
    Self(.error, "invalid-utf8", "the text must be UTF-8", at: range)
  }

  static func strayCharacter(_ range: SourceRange) -> Self {
    let text = range.text
    func error(_ message: String) -> Self {
      Self(.error, "stray-character", message, at: range)
    }
    switch text {
    case "#": return error("a comment starts with '//'")
    case "/*": return error("a comment starts with '//' and ends with its line")
    case "&", "|": return error("the operator is '\(text)\(text)'")
    case "'", "`", "“", "”", "‘", "’", "„": return error("strings stand in '\"'")
    case let letter where letter.unicodeScalars.allSatisfy(\.properties.isAlphabetic):
      return error("'\(text)' cannot stand in a name, which has a-z, A-Z, 0-9 and '_'")
    default:
      let scalars = text.unicodeScalars
      let isVisible = scalars.allSatisfy(\.properties.generalCategory.isVisible)
      let codes = scalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
      let name = isVisible ? "'\(text)'" : codes.joined(separator: " ")
      return error("\(name) has no meaning here")
    }
  }

  static func unknownEscape(_ range: SourceRange) -> Self {
    let message = "'\(range.text)' is no escape; there are \\n, \\t, \\\", \\\\, \\{ and \\}"
    return Self(.error, "unknown-escape", message, at: range)
  }

  static func integerOverflow(_ range: SourceRange) -> Self {
    Self(.error, "integer-overflow", "integers have 64 bits: at most \(Int.max)", at: range)
  }

  static func numberOverflow(_ range: SourceRange) -> Self {
    let message = "numbers have 64 bits: at most \(Double.greatestFiniteMagnitude)"
    return Self(.error, "number-overflow", message, at: range)
  }

  static func invalidNumber(_ range: SourceRange) -> Self {
    let message = "'\(range.text)' is no number; numbers look like 64, 25_557_032, 1e-5 or 4.1G"
    return Self(.error, "invalid-number", message, at: range)
  }

  static func interpolatedPath(_ range: SourceRange) -> Self {
    Self(.error, "interpolated-path", "the path of an import is fixed text", at: range)
  }

  static func nestingTooDeep(_ range: SourceRange) -> Self {
    let message = "this nests too deep; a part of it needs a name, by 'let', 'func' or 'block'"
    return Self(.error, "nesting-too-deep", message, at: range)
  }

  static func notAssociative(_ range: SourceRange, isRange: Bool) -> Self {
    let message = isRange ? "ranges do not chain" : "comparisons do not chain; join them with '&&'"
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

  static func numericLabel(_ range: SourceRange) -> Self {
    Self(
      .error, "numeric-label", "a label that starts with a digit stands in quotes", at: range,
      fixIt: FixIt(replace: range, with: "\"\(range.text)\""))
  }

  static func oneElementTuple(_ range: SourceRange) -> Self {
    let message = "a tuple has at least two elements; a list of one is written '[…]'"
    return Self(.error, "one-element-tuple", message, at: range)
  }

  static func strayElse(_ range: SourceRange) -> Self {
    Self(.error, "stray-else", "an 'else' follows the '}' of an 'if'", at: range)
  }

  static func emptyReturn(_ range: SourceRange) -> Self {
    Self(.error, "empty-return", "the values of a 'return' stand on its line", at: range)
  }

  static func tooManyErrors(_ place: Place) -> Self {
    let message = "there are more than \(Parser.errorLimit) mistakes of form; the rest is not read"
    return Self(.error, "too-many-errors", message, at: place)
  }

  static func notArchText(_ file: SourceFile) -> Self {
    let words = quotedList(Parser.declarationKeywords)
    let message = "this is no .arch text: no line declares anything by \(words)"
    return Self(.error, "not-arch-text", message, at: .file(file.name))
  }

  static func strayBrace(_ range: SourceRange) -> Self {
    Self(.error, "stray-brace", "this '}' closes nothing", at: range)
  }

}

extension Unicode.GeneralCategory {

  /// Whether characters of the category leave ink.
  fileprivate var isVisible: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }

}

extension Parser {

  /// What was needed here, and what stands here.
  func expected(_ what: String) -> Diagnostic {
    // What the lexer said about an invalid token is the mistake, and is reported once.
    if let error = lexicalErrors[token.offsets.lowerBound] { return error }
    var range = range(of: token)
    var found = foundPhrase
    // A token on the next line is another statement's.
    let isNext = token.startsLine && !ignoresLines && !token.marks.contains(.startsStatement)
    if isNext, token.kind != .end {
      let end = tokens[position - 1].offsets.upperBound
      (range, found) = (SourceRange(file, end..<end), "the end of the line")
    }
    return Diagnostic(.error, "expected-token", "expected \(what), found \(found)", at: range)
  }

  /// What should end here, and what may have been forgotten if something else starts.
  ///
  /// - Parameter what: a statement or a declaration.
  func expectedEnd(of what: String) -> Diagnostic {
    var diagnostic = expected("the end of the \(what)")
    if token.kind == .identifier {
      diagnostic.notes = [.init("two \(what)s on one line have a ';' between them")]
    }
    return diagnostic
  }

  /// An argument whose label ends in the '=' that is next.
  func labelWithEqualsSign(_ label: Identifier) -> Diagnostic {
    let value = token(after: 1)
    let gap = label.range.offsets.upperBound..<token.offsets.lowerBound
    // The colon touches the label, unless a comment stands between.
    let isBlank = file.text[gap].allSatisfy { $0 == UInt8(ascii: " ") }
    let start = isBlank ? gap.lowerBound : token.offsets.lowerBound
    let message = "arguments are given with ':', as in '\(label.name): \(text(of: value))'"
    return Diagnostic(
      .error, "equals-sign", message, at: range(of: token),
      fixIt: FixIt(
        replace: SourceRange(file, start..<token.offsets.upperBound),
        with: value.followsSpace ? ":" : ": "))
  }

  func unclosedBrace(_ open: SourceRange) -> Diagnostic {
    let message = "expected '}', found \(foundPhrase)"
    return Diagnostic(
      .error, "unclosed-brace", message, at: range(of: token),
      notes: [Diagnostic.Note("to close this '{'", at: open)])
  }

  func expectedInList(_ what: String, opening: SourceRange) -> Diagnostic {
    let notes =
      opening.line == range(of: token).line
      ? [] : [Diagnostic.Note("to close this '\(opening.text)'", at: opening)]
    var diagnostic = expected(what)
    if token.kind != .invalid { diagnostic.notes = notes }
    return diagnostic
  }

  /// What a label needs whose brace is the token at `open`.
  func expectedInLabel(_ what: String, _ open: Int) -> Diagnostic {
    var diagnostic = expected("\(what) after the label's expression")
    let note = "a '{' that touches a name belongs to a label; that of a body follows a space"
    if token.kind != .invalid {
      diagnostic.notes = [Diagnostic.Note(note, at: range(of: tokens[open]))]
    }
    return diagnostic
  }

  /// Where a declaration should start.
  func expectedDeclaration() -> Diagnostic {
    if isAt(.rightBrace) { return .strayBrace(range(of: token)) }
    let word = text(of: token)
    guard token.kind == .identifier,
      let near = nearestName(to: word, among: Self.declarationKeywords)
    else {
      return expected("'network', 'block', 'func', 'let', 'import' or 'emit'")
    }
    return Diagnostic(
      .error, "unknown-declaration", "'\(word)' declares nothing; did you mean '\(near)'?",
      at: range(of: token),
      fixIt: FixIt(misspelt: word, at: range(of: token), among: Self.declarationKeywords))
  }

  private var foundPhrase: String {
    token.kind == .end ? "the end of the text" : "'\(text(of: token))'"
  }

}
