extension SyntaxPrinter {

  /// Prints a statement or an element, behind which `tail` columns are needed on its line.
  mutating func print(_ phrase: Outline.Phrase, indent: Int, tail: Int) {
    if let width = phrase.width, writer.column + width + tail <= Self.columnLimit {
      printFlat(phrase)
    } else {
      printBroken(phrase, indent: indent, tail: tail)
    }
  }

  /// Prints a phrase that does not fit on a line, or may not stand on one.
  private mutating func printBroken(_ phrase: Outline.Phrase, indent: Int, tail: Int) {
    // Braces that stood together on one line open together.
    let opensBodies = phrase.width != nil
    let tails = tails(of: phrase, tail)
    var lineIndent = indent
    for (index, piece) in phrase.pieces.enumerated() {
      if index > 0 {
        let previous = phrase.pieces[index - 1]
        printSpace(previous, piece, indent: indent, lineIndent: &lineIndent)
      }
      switch piece {
      case .token(let token): printToken(token)
      case .list(let list):
        if list.elements.isEmpty && list.width != nil || fits(list.width, tails[index]) {
          printFlat(list)
        } else {
          printBroken(list, indent: lineIndent)
        }
      case .body(let body):
        let isEmpty = body.statements.isEmpty && body.width != nil
        if isEmpty || !opensBodies && fits(body.width, tails[index]) {
          printFlat(body)
        } else {
          printOpen(body, indent: indent)
        }
        lineIndent = indent
      }
    }
  }

  /// Whether a part fits on the current line with `tail` columns behind it.
  private func fits(_ width: Int?, _ tail: Int) -> Bool {
    guard let width else { return false }
    return writer.column + width + tail <= Self.columnLimit
  }

  /// Prints what stands between two pieces: space, or the author's line end and comments.
  private mutating func printSpace(
    _ previous: Outline.Piece, _ piece: Outline.Piece, indent: Int, lineIndent: inout Int
  ) {
    guard breaks(previous, piece) else {
      if tokens.space(before: piece.first) > 0 { writer.write(" ") }
      return
    }
    lineIndent = previous.isBody ? indent : indent + Self.continuationStep
    printGap(previous.last, piece.first, indent: lineIndent)
  }

  /// Whether the author's line end between two pieces is kept.
  private func breaks(_ previous: Outline.Piece, _ piece: Outline.Piece) -> Bool {
    if !tokens.comments(previous.last, piece.first).isEmpty { return true }
    let isContinuation = tokens.startsLine(piece.first) && tokens.space(before: piece.first) > 0
    return isContinuation && !previous.isBody
  }

  /// For each piece, the columns behind it up to where the line can end next.
  private func tails(of phrase: Outline.Phrase, _ last: Int) -> [Int] {
    var tails = Array(repeating: last, count: phrase.pieces.count)
    for index in phrase.pieces.indices.dropFirst().reversed() {
      let piece = phrase.pieces[index]
      if breaks(phrase.pieces[index - 1], piece) {
        tails[index - 1] = 0
        continue
      }
      let space = tokens.space(before: piece.first)
      switch piece {
      case .token(let token): tails[index - 1] = space + tokens.width(token) + tails[index]
      case .list(let list) where list.elements.isEmpty:
        tails[index - 1] = space + 2 + tails[index]
      case .list, .body: tails[index - 1] = space + 1
      }
    }
    return tails
  }

  /// Prints the elements of a list on lines of their own.
  private mutating func printBroken(_ list: Outline.List, indent: Int) {
    printToken(list.open)
    var previous = list.open
    for element in list.elements {
      printGap(previous, element.first, indent: indent + Self.indentStep)
      print(element, indent: indent + Self.indentStep, tail: 1)
      writer.write(",")
      previous = element.last
    }
    printComments(previous, list.close, indent: indent + Self.indentStep)
    writer.startLine(indent: indent)
    printToken(list.close)
  }

}

// MARK: - On one line

extension SyntaxPrinter {

  private mutating func printFlat(_ phrase: Outline.Phrase) {
    for (index, piece) in phrase.pieces.enumerated() {
      if index > 0, tokens.space(before: piece.first) > 0 { writer.write(" ") }
      switch piece {
      case .token(let token): printToken(token)
      case .list(let list): printFlat(list)
      case .body(let body): printFlat(body)
      }
    }
  }

  private mutating func printFlat(_ list: Outline.List) {
    printToken(list.open)
    if list.isPadded { writer.write(" ") }
    for (index, element) in list.elements.enumerated() {
      if index > 0 { writer.write(", ") }
      printFlat(element)
    }
    if list.isPadded { writer.write(" ") }
    printToken(list.close)
  }

  private mutating func printFlat(_ body: Outline.Body) {
    printToken(body.open)
    for (index, statement) in body.statements.enumerated() {
      writer.write(index > 0 ? "; " : " ")
      printFlat(statement)
    }
    if !body.statements.isEmpty { writer.write(" ") }
    printToken(body.close)
  }

  /// Prints a token as it is spelt.
  mutating func printToken(_ index: Int) {
    let offsets = tokens.offsets(index)
    writer.write(tokens.file.text[offsets], width: tokens.width(index))
  }

}
