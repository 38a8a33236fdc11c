/// A lexical element of `.arch` text.
struct Token {

  enum Kind: Hashable {
    case identifier
    case number
    case string
    /// One of the fixed spellings of `Token.symbols`.
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, CaseIterable {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case comma = ","
    case colon = ":"
    case semicolon = ";"
    case question = "?"
    case dot = "."
    case halfOpenRange = "..<"
    case closedRange = "..."
    case assign = "="
    case addAssign = "+="
    case subtractAssign = "-="
    case multiplyAssign = "*="
    case divideAssign = "/="
    case remainderAssign = "%="
    case not = "!"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case and = "&&"
    case or = "||"
  }

  var kind: Kind
  var offsets: Range<Int>
  /// Whether a line end stands between the token before and this one.
  var startsLine: Bool
  /// Whether white space or a comment stands between the token before and this one.
  var followsSpace: Bool

}
