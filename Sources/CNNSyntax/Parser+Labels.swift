import CNNSource

extension Parser {

  /// `conv1:`, `layer{i + 1}:` or `"0.conv":`, or nothing.
  mutating func parseLabel() throws(Diagnostic) -> Label? {
    let start = token.offsets.lowerBound
    let follower = self.token(after: 1)
    if token.kind == .string, follower.kind == .symbol(.colon) {
      let segments = try parseString()
      advance()
      return Label(segments: segments, isQuoted: true, range: range(from: start))
    }
    guard token.kind == .identifier else { return nil }
    let isPlain = follower.kind == .symbol(.colon)
    let isInterpolated = follower.kind == .symbol(.leftBrace) && !follower.followsSpace
    guard isPlain || isInterpolated else { return nil }
    var segments: [TextSegment] = [.text(text(of: token))]
    advance()
    while !take(.colon) { segments.append(try parseLabelSegment()) }
    return Label(segments: segments, isQuoted: false, range: range(from: start))
  }

  private mutating func parseLabelSegment() throws(Diagnostic) -> TextSegment {
    if isAt(.leftBrace), !token.followsSpace { return .interpolation(try parseLabelExpression()) }
    guard token.kind == .identifier || token.kind == .number, !token.followsSpace else {
      throw expected("':' after the label")
    }
    defer { advance() }
    return .text(text(of: token))
  }

  /// The expression in braces within a label.
  private mutating func parseLabelExpression() throws(Diagnostic) -> Expression {
    let open = position
    do throws(Diagnostic) {
      mark([.inLabel, .touchesPrevious, .touchesNext])
      advance()
      let expression = try parseExpression()
      guard isAt(.rightBrace) else { throw expectedInLabel("'}'", open) }
      mark([.inLabel, .touchesPrevious, .touchesNext])
      advance()
      guard isAt(.colon) || !token.followsSpace else { throw expectedInLabel("':'", open) }
      return expression
    } catch {
      // The brace may have been meant for a body, which is then skipped as a whole.
      if token.startsLine || closesOnItsLine(open) { position = open }
      throw error
    }
  }

  /// Whether the brace at the token `open` is closed on its line.
  private func closesOnItsLine(_ open: Int) -> Bool {
    var depth = 1
    var index = open + 1
    while depth > 0, depth <= Self.depthLimit, index < tokens.count, !tokens[index].startsLine {
      if tokens[index].kind == .symbol(.leftBrace) { depth += 1 }
      if tokens[index].kind == .symbol(.rightBrace) { depth -= 1 }
      index += 1
    }
    return depth == 0
  }

}
