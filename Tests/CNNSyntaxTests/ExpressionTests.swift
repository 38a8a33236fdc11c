import Testing

/// The structure of expressions.
struct ExpressionTests {

  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"),
    ("1 * 2 + 3", "(+ (* 1 2) 3)"),
    ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("8 / 4 % 3 * 2", "(* (% (/ 8 4) 3) 2)"),
    ("1 << 2 + 3", "(+ (<< 1 2) 3)"),
    ("64 << i >> 1", "(>> (<< 64 i) 1)"),
    ("a || b && c", "(|| a (&& b c))"),
    ("a && b || c && d", "(|| (&& a b) (&& c d))"),
    ("a || b || c", "(|| (|| a b) c)"),
    ("a == 1 && b != 2", "(&& (== a 1) (!= b 2))"),
    ("a + 1 < b * 2", "(< (+ a 1) (* b 2))"),
    ("a <= b || a >= c", "(|| (<= a b) (>= a c))"),
    ("!a && -b == -1", "(&& (! a) (== (- b) (- 1)))"),
    ("!!a", "(! (! a))"),
    ("- -a", "(- (- a))"),
    ("-a.b(1)[2]", "(- (at (call (. a b) 1) 2))"),
    ("0..<n - 1", "(..< 0 (- n 1))"),
    ("a...b == c", "(== (... a b) c)"),
    ("a ? b : c ? d : e", "(? a b (? c d e))"),
    ("a ? b ? 1 : 2 : 3", "(? a (? b 1 2) 3)"),
    ("a || b ? 1 + 1 : 2", "(? (|| a b) (+ 1 1) 2)"),
  ])
  func `precedence and associativity`(text: String, tree: String) {
    #expect(expression(text) == tree)
  }

  @Test(arguments: [
    ("outs[1...]", "(at outs (... 1 _))"),
    ("outs[..<3]", "(at outs (..< _ 3))"),
    ("outs[...n]", "(at outs (... _ n))"),
    ("outs[1..<n][0]", "(at (at outs (..< 1 n)) 0)"),
    ("[]", "[]"),
    ("[1, [2], ]", "[1 [2]]"),
    ("(3, 512, 512)", "(tuple 3 512 512)"),
    ("()", "(tuple)"),
    ("(weight: \"g\")", "(tuple weight:\"g\")"),
    ("((a))", "a"),
    ("f(1, k: (2, 3))(g)", "(call (call f 1 k:(tuple 2 3)) g)"),
    ("in.channels", "(. in channels)"),
    ("a.count.b", "(. (. a count) b)"),
    ("[true, false, it]", "[true false it]"),
    ("a ?\n b\n : c", "(? a b c)"),
    ("1\n- 2", "(- 1 2)"),
  ])
  func `postfixes, lists and tuples`(text: String, tree: String) {
    #expect(expression(text) == tree)
  }

  @Test(arguments: [
    ("a < b < c", "--set:1:7: error: comparisons do not chain; join them with '&&'"),
    ("a == b != c", "--set:1:8: error: comparisons do not chain; join them with '&&'"),
    ("1..<2..<3", "--set:1:6: error: ranges do not chain"),
    ("a b", "--set:1:3: error: expected the end of the value, found 'b'"),
    ("", "--set:1:1: error: expected a value, found the end of the text"),
    ("f (1)", "--set:1:3: error: expected the end of the value, found '('"),
    ("a[]", "--set:1:3: error: expected a value, found ']'"),
    ("a[1, 2]", "--set:1:4: error: expected ']', found ','"),
    ("[1 2]", "--set:1:4: error: expected ',' or ']', found '2'"),
    ("a ? b", "--set:1:6: error: expected ':' and the value otherwise, found the end of the text"),
    ("a.", "--set:1:3: error: expected a member's name, found the end of the text"),
  ])
  func `what is no expression`(text: String, error: String) {
    #expect(expression(text).hasPrefix(error + " ["), "\(expression(text))")
  }

}
