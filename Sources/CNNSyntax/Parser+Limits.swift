import CNNSource

/// What is said about a text that has more mistakes than anybody would read.
extension Parser {

  /// How many mistakes of form are reported.
  static let errorLimit = 50

  /// How many mistakes a text without any declaration may have and still be taken for `.arch` text.
  private static let foreignLimit = 5

  /// Whether the rest of the text is not worth reading.
  var hasTooManyErrors: Bool {
    diagnostics.elements.count - lexicalErrors.count > Self.errorLimit
  }

  /// The first mistakes by their place and one that says that there are more; or one alone, for a
  /// text in some other language.
  func limitedDiagnostics(_ declarations: [Declaration]) -> DiagnosticSet {
    if declarations.isEmpty, isForeign { return DiagnosticSet([.notArchText(file)]) }
    guard diagnostics.elements.count > Self.errorLimit else { return diagnostics }
    let sorted = diagnostics.sortedByPlace
    let first = sorted.prefix(Self.errorLimit)
    return DiagnosticSet(first + [.tooManyErrors(sorted[Self.errorLimit].place)])
  }

  /// Whether the text is wrong in so many ways, without even the start of a declaration, that it
  /// cannot have been meant to be read here.
  private var isForeign: Bool {
    guard diagnostics.elements.count > Self.foreignLimit || file.text.contains(0) else {
      return false
    }
    let starts = zip(tokens, tokens.dropFirst()).contains { (token, follower) in
      token.startsLine && token.kind == .identifier && follower.kind == .identifier
        && nearestName(to: text(of: token), among: Self.bodyKeywords) != nil
    }
    return diagnostics.containsError && !starts
  }

}
