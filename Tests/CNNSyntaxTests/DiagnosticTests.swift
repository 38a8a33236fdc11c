import Testing

/// The errors as a user sees them.
struct DiagnosticTests {

  @Test func `a misspelt declaration`() {
    let expected = """
      a.arch:1:1: error: 'netwrok' declares nothing; did you mean 'network'? [unknown-declaration]
       1 | netwrok A { }
         | ^~~~~~~
        help: replace 'netwrok' with 'network'

      """
    #expect(parsed("netwrok A { }").errors == expected)
  }

  @Test func `what declares nothing`() {
    let expected = """
      a.arch:1:1: error: expected 'network', 'block', 'func', 'let', 'import' or 'emit', found 'conv' \
      [expected-token]
       1 | conv(3)
         | ^~~~

      """
    #expect(parsed("conv(3)\nrelu\n").errors == expected)
  }

  @Test func `a list that nothing closes`() {
    let expected = """
      a.arch:3:3: error: expected ',' or ')', found 'relu' [expected-token]
       3 |   relu
         |   ^~~~
      a.arch:2:7: note: to close this '('
       2 |   conv(3
         |       ^

      """
    #expect(parsed("network A {\n  conv(3\n  relu\n}\n").errors == expected)
  }

  @Test func `braces that nothing closes`() {
    let expected = """
      a.arch:4:1: error: expected '}', found 'network' [unclosed-brace]
       4 | network B { relu }
         | ^~~~~~~
      a.arch:1:11: note: to close this '{'
       1 | network A {
         |           ^
      a.arch:5:1: error: this '}' closes nothing [stray-brace]
       5 | }
         | ^

      """
    #expect(parsed("network A {\n  relu\n\nnetwork B { relu }\n}\n").errors == expected)
  }

  @Test func `a body that touches a name`() {
    let expected = """
      a.arch:3:6: error: expected '}' after the label's expression, found the end of the line \
      [expected-token]
       3 |     a
         |      ^
      a.arch:2:9: note: a '{' that touches a name belongs to a label; that of a body follows a space
       2 |   concat{
         |         ^

      """
    #expect(parsed("network A {\n  concat{\n    a\n    b\n  }\n}\n").errors == expected)
  }

  @Test func `a label that is a number`() {
    let expected = """
      a.arch:1:13: error: a label that starts with a digit stands in quotes [numeric-label]
       1 | network A { 0: relu }
         |             ^
        help: replace '0' with '"0"'

      """
    #expect(parsed("network A { 0: relu }").errors == expected)
  }

  @Test(arguments: [
    ("x & y", "5: error: the operator is '&&'"),
    ("# a", "3: error: a comment starts with '//'"),
    ("/* a */", "3: error: a comment starts with '//' and ends with its line"),
    ("conv('a')", "8: error: strings stand in '\"'"),
    ("conv(“a”)", "8: error: strings stand in '\"'"),
    ("a § b", "5: error: '§' has no meaning here"),
    ("a \u{A0}", "5: error: U+A0 has no meaning here"),
    ("a \u{1B}", "5: error: U+1B has no meaning here"),
    ("a )", "5: error: expected the end of the statement, found ')'"),
    ("let x 3", "9: error: expected '=' and a value, found '3'"),
    ("let x", "8: error: expected '=' and a value, found the end of the line"),
    ("let 3 = x", "7: error: expected a name, found '3'"),
    ("for i 3 { }", "9: error: expected 'in' and what to loop over, found '3'"),
    ("for i in { }", "12: error: expected a value, found '{'"),
    ("if a b { }", "8: error: expected '{' and a body, found 'b'"),
    ("if a { } els { }", "12: error: expected the end of the statement, found 'els'"),
    ("x = ", "6: error: expected a value, found the end of the line"),
    ("layer{i}.x: a", "11: error: expected ':' after the label, found '.'"),
    ("layer{i +}: a", "12: error: expected a value, found '}'"),
    ("a.0: b", "5: error: expected a member's name, found '0'"),
    ("input image (1)", "15: error: expected ':', found '('"),
    ("layer head = a", "14: error: expected ':', found '='"),
    ("x = }", "7: error: expected a value, found '}'"),
  ])
  func `a mistake in a statement`(text: String, error: String) {
    let errors = parsed("block B {\n  \(text)\n}\n").errors
    #expect(errors.hasPrefix("a.arch:2:" + error + " ["), "\(errors)")
  }

  @Test(arguments: [
    ("network { }", "1:9: error: expected the network's name, found '{'"),
    ("network A", "1:10: error: expected '{' and a body, found the end of the text"),
    ("network A(3) { }", "1:11: error: expected a parameter's name, found '3'"),
    ("block A(a = ) { }", "1:13: error: expected a value, found ')'"),
    ("block A\n{ }", "2:1: error: the '{' of a body stands on the line of what it belongs to"),
    ("func f(x) x", "1:11: error: expected '=' and the function's value, found 'x'"),
    ("func\n()", "1:5: error: expected the function's name, found the end of the line"),
    ("import foo", "1:8: error: expected the path of a file, in quotes, found 'foo'"),
    ("import \"{a}\"", "1:8: error: the path of an import is fixed text"),
    ("network A { } relu", "1:15: error: expected the end of the declaration, found 'relu'"),
    ("}", "1:1: error: this '}' closes nothing"),
  ])
  func `a mistake in a declaration`(text: String, error: String) {
    let errors = parsed(text).errors
    #expect(errors.hasPrefix("a.arch:" + error + " ["), "\(errors)")
  }

}
