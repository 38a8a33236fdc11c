/// The tokens of a parsed file in the structure that decides on line breaks.
///
/// A width is that of a part on one line, in columns, or nil when the part needs several lines.
enum Outline {

  /// A statement, a declaration or an element of a list.
  struct Phrase {
    var pieces: [Piece] = []
    var width: Int? = 0
  }

  enum Piece {
    /// A token, by its index.
    case token(Int)
    case list(List)
    case body(Body)
  }

  /// Elements with commas between, and their brackets by the indices of their tokens.
  struct List {
    var open: Int
    /// Whether a space stands between each bracket and the element beside it.
    var isPadded = false
    var elements: [Phrase]
    var close: Int
    var width: Int?
  }

  /// Statements, and their braces by the indices of their tokens. The whole file is a body whose
  /// opening brace has the index -1.
  struct Body {
    var open: Int
    var statements: [Phrase]
    var close: Int
    var width: Int?
  }

}

extension Outline.Phrase {

  /// The index of the first token.
  var first: Int { pieces[0].first }

  /// The index of the last token.
  var last: Int { pieces[pieces.count - 1].last }

}

extension Outline.Piece {

  /// The index of the first token.
  var first: Int {
    switch self {
    case .token(let index): index
    case .list(let list): list.open
    case .body(let body): body.open
    }
  }

  /// The index of the last token.
  var last: Int {
    switch self {
    case .token(let index): index
    case .list(let list): list.close
    case .body(let body): body.close
    }
  }

  var isBody: Bool {
    if case .body = self { true } else { false }
  }

}
