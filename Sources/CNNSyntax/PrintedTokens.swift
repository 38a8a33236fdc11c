import CNNSource

/// The tokens and comments of a file, and how the printer spaces them.
struct PrintedTokens {

  let file: SourceFile
  let comments: [SourceRange]
  private let tokens: [Token]
  /// How many comments stand before each token.
  private let commentCounts: [Int]
  /// How many tokens up to each one start a line.
  private let lineCounts: [Int]

  init(_ file: SourceFile, _ tokens: [Token], _ comments: [SourceRange]) {
    self.file = file
    self.tokens = tokens
    self.comments = comments
    var commentCounts: [Int] = []
    var lineCounts: [Int] = []
    var count = 0
    for token in tokens {
      while count < comments.count, comments[count].offsets.lowerBound < token.offsets.lowerBound {
        count += 1
      }
      commentCounts.append(count)
      lineCounts.append((lineCounts.last ?? 0) + (token.startsLine ? 1 : 0))
    }
    self.commentCounts = commentCounts
    self.lineCounts = lineCounts
  }

  func kind(_ index: Int) -> Token.Kind { tokens[index].kind }

  func has(_ marks: Token.Marks, _ index: Int) -> Bool { tokens[index].marks.contains(marks) }

  func offsets(_ index: Int) -> Range<Int> { tokens[index].offsets }

  func startsLine(_ index: Int) -> Bool { tokens[index].startsLine }

  /// Whether a line ends between the tokens `first` and `last`.
  func hasLineEnd(_ first: Int, _ last: Int) -> Bool { lineCounts[first] < lineCounts[last] }

  /// The indices of the comments between the tokens `first` and `last`.
  func comments(_ first: Int, _ last: Int) -> Range<Int> {
    (first < 0 ? 0 : commentCounts[first])..<commentCounts[last]
  }

  /// The number of columns that a token takes.
  func width(_ index: Int) -> Int {
    let offsets = tokens[index].offsets
    let isASCII = file.text[offsets].allSatisfy { $0 < 0x80 }
    return isASCII ? offsets.count : file[offsets].count
  }

}

// MARK: - Space

extension PrintedTokens {

  /// The number of spaces before a token that does not start its line.
  func space(before index: Int) -> Int {
    touchesNext(tokens[index - 1]) || touchesPrevious(tokens[index]) ? 0 : 1
  }

  private func touchesNext(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(.leftParenthesis), .symbol(.leftBracket), .symbol(.dot), .symbol(.halfOpenRange),
      .symbol(.closedRange):
      true
    default: token.marks.contains(.touchesNext)
    }
  }

  private func touchesPrevious(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.dot),
      .symbol(.halfOpenRange), .symbol(.closedRange), .symbol(.comma):
      true
    case .symbol(.colon): !token.marks.contains(.inConditional)
    default: token.marks.contains(.touchesPrevious)
    }
  }

}

// MARK: - Lines of the source

extension PrintedTokens {

  /// Whether only blanks precede `offset` on its line.
  func isFirstOnLine(_ offset: Int) -> Bool { lineEnds(before: offset) > 0 }

  /// Whether an empty line precedes the line that starts with what stands at `offset`.
  func followsEmptyLine(_ offset: Int) -> Bool { lineEnds(before: offset) > 1 }

  /// The number of line ends among the blanks before `offset`; the start of the text counts as one.
  private func lineEnds(before offset: Int) -> Int {
    var count = 0
    var offset = offset
    while offset > 0 {
      switch file.text[offset - 1] {
      case UInt8(ascii: "\n"): count += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return count
      }
      offset -= 1
    }
    return count + 1
  }

}
