/// A lexical element of `.arch` text.
struct Token {

  enum Kind: Hashable {
    case identifier
    case number
    case string
    /// One of the fixed spellings of `Token.symbols`.
    case symbol(Symbol)
    /// What is no token; the lexer has reported it.
    case invalid
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

  /// What the parser found out about a token, for the printer.
  struct Marks: OptionSet {
    let rawValue: UInt8
    /// A statement or declaration starts here.
    static let startsStatement = Marks(rawValue: 1)
    /// The bracket opens elements with commas between them.
    static let opensList = Marks(rawValue: 2)
    /// No space stands before the token.
    static let touchesPrevious = Marks(rawValue: 4)
    /// No space stands after the token.
    static let touchesNext = Marks(rawValue: 8)
    /// The brace belongs to a label, not to a body.
    static let inLabel = Marks(rawValue: 16)
    /// The colon belongs to a conditional, not to a label.
    static let inConditional = Marks(rawValue: 32)
  }

  var kind: Kind
  var offsets: Range<Int>
  /// Whether a line end stands between the token before and this one.
  var startsLine: Bool
  /// Whether white space or a comment stands between the token before and this one.
  var followsSpace: Bool
  var marks: Marks = []

}
