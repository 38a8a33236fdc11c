import CNNSource
import CNNSyntax
import Testing

/// Numbers and strings.
struct LiteralTests {

  @Test(arguments: [
    ("0", "0"), ("25_557_032", "25557032"), ("9223372036854775807", "9223372036854775807"),
    ("4K", "4000"), ("2M", "2000000"), ("3G", "3000000000"),
    ("1.5", "1.5"), ("1e-5", "1e-05"), ("2.5E+3", "2500.0"), ("1e3", "1000.0"),
    ("4.1G", "4100000000.0"), ("4.089184256G", "4089184256.0"), ("0.3K", "300.0"),
    ("1...2", "(... 1 2)"), ("1..<2.5", "(..< 1 2.5)"), ("1.count", "(. 1 count)"),
  ])
  func `numbers`(text: String, tree: String) {
    #expect(expression(text) == tree)
  }

  @Test(arguments: ["0x10", "5k", "5px", "1e5K", "1e", "1.5.5x", "3KK", "1.2e+"])
  func `what is no number`(text: String) {
    #expect(expression(text).contains("error: "), "\(expression(text))")
  }

  @Test func `the error of a bad number`() {
    let expected = """
      --set:1:1: error: '5px' is no number; numbers look like 64, 25_557_032, 1e-5 or 4.1G \
      [invalid-number]
       1 | 5px
         | ^~~

      """
    #expect(expression("5px") == expected)
  }

  @Test(arguments: ["9223372036854775808", "99999999999999999999999", "9300000000000000K"])
  func `an integer has 64 bits`(text: String) {
    let message = "error: integers have 64 bits: at most 9223372036854775807 [integer-overflow]"
    #expect(expression(text).contains(message))
  }

  @Test func `a number has 64 bits`() {
    let message = "error: numbers have 64 bits: at most 1.7976931348623157e+308 [number-overflow]"
    #expect(expression("1e400").contains(message))
  }

  @Test(arguments: [
    (#""""#, #""""#),
    (#""a b""#, #""a b""#),
    (#""// no comment""#, #""// no comment""#),
    (#""\n\t\"\\\{\}""#, "\"\n\t\"\\{}\""),
    (#""a}b""#, #""a}b""#),
    (#""{i}""#, #""{i}""#),
    (#""a{i + 1}b{j}""#, #""a{(+ i 1)}b{j}""#),
    (#""{f("x", "y}")}z""#, #""{(call f "x" "y}")}z""#),
    (#""{"a{"b{c}"}"}""#, #""{"a{"b{c}"}"}""#),
    (#""{"\""}""#, "\"{\"\"\"}\""),
    (#""é{i}ü""#, #""é{i}ü""#),
  ])
  func `strings`(text: String, tree: String) {
    #expect(expression(text) == tree)
  }

  @Test(arguments: [
    (#""abc"#, "1:1: error: the string needs a closing '\"' on its line"),
    ("\"abc\n\"", "1:1: error: the string needs a closing '\"' on its line"),
    ("\"abc\\\nd\"", "1:1: error: the string needs a closing '\"' on its line"),
    (#""a\qb""#, #"1:3: error: '\q' is no escape; there are \n, \t, \", \\, \{ and \}"#),
    (#""a\éb""#, #"1:3: error: '\é' is no escape; there are \n, \t, \", \\, \{ and \}"#),
    (#""{}""#, "1:3: error: expected a value, found '}'"),
    (#""{a b}""#, "1:5: error: expected '}' after the expression in the text, found 'b'"),
    (#""{a $}""#, "1:5: error: '$' has no meaning here"),
    (#""{"x\y"}""#, #"1:5: error: '\y' is no escape; there are \n, \t, \", \\, \{ and \}"#),
  ])
  func `what is no string`(text: String, error: String) {
    #expect(expression(text).hasPrefix("--set:" + error + " ["), "\(expression(text))")
  }

  @Test func `an open brace may be the reason for a missing quote`() {
    let expected = """
      --set:1:1: error: the string needs a closing '"' on its line [unterminated-string]
       1 | "a{b"
         | ^~~~~
      --set:1:3: note: this '{' starts an expression; the brace itself is written '\\{'
       1 | "a{b"
         |   ^

      """
    #expect(expression(#""a{b""#) == expected)
  }

  @Test(arguments: [
    Array("let a = \"".utf8) + [0xFF] + Array("\"".utf8),
    Array("// ".utf8) + [0xC3, 0x28], [0xFF], [0xE2, 0x82],
  ])
  func `the text must be UTF-8`(text: [UInt8]) {
    let (_, diagnostics) = parse(SourceFile(name: "a.arch", text: text))
    #expect(diagnostics.elements.map(\.message) == ["the text must be UTF-8"])
  }

}
