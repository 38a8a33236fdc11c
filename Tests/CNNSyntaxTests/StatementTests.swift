import Testing

/// The structure of statements and declarations.
struct StatementTests {

  @Test(arguments: [
    ("relu", "relu"),
    ("conv(3, kernel: 5)", "(call conv 3 kernel:5)"),
    ("skip = it", "(bind skip it)"),
    ("x = y = conv(1)", "(bind x (bind y (call conv 1)))"),
    ("x = c1: conv(1)", "(bind x c1: (call conv 1))"),
    ("(a, b) = split(2)", "(bind a,b (call split 2))"),
    ("(a, b)", "(tuple a b)"),
    ("let n = 3", "(let n 3)"),
    ("let (a, b) = (1, 2)", "(let a,b (tuple 1 2))"),
    ("var outs = []", "(var outs [])"),
    ("outs += [it]", "(+= outs [it])"),
    ("n -= 1; n *= 2; n /= 3; n %= 4", "(-= n 1); (*= n 2); (/= n 3); (%= n 4)"),
    ("for i in 0..<4 { relu }", "(for i (..< 0 4) {relu})"),
    ("for (i, n) in l.enumerated { }", "(for i,n (. l enumerated) {})"),
    ("for i in in.channels { a }", "(for i (. in channels) {a})"),
    ("if a { b }", "(if a {b})"),
    ("if a { b } else { c }", "(if a {b} {c})"),
    ("if a { } else if b { } else { c }", "(if a {} {(if b {} {c})})"),
    ("from x { relu }", "(from x {relu})"),
    ("inline Level(64)", "(inline (call Level 64))"),
    ("layer head: conv(1)", "(layer head (call conv 1))"),
    ("input(1, 28, 28)", "(input (tuple 1 28 28))"),
    ("input image: (3, 8, 8)", "(input image (tuple 3 8 8))"),
    ("input n: 512", "(input n 512)"),
    ("preprocess { resize(256); crop }", "(preprocess {(call resize 256); crop})"),
    ("output cls: linear(3)", "(output cls (call linear 3))"),
    ("return it", "(return it)"),
    ("return a, b", "(return a b)"),
    ("expect macs <= 4.1G", "(expect (<= macs 4100000000.0))"),
    ("concat { a; { b } }", "(branches concat {a; {b}})"),
    ("concat(axis: 1) { a }", "(branches (call concat axis:1) {a})"),
    ("{ a; b }", "{a; b}"),
    ("-x", "(- x)"),
  ])
  func `kinds of statements`(text: String, tree: String) {
    #expect(statements(text) == tree)
  }

  @Test(arguments: [
    ("conv1: conv(1)", "conv1: (call conv 1)"),
    ("layer{i + 1}: { a }", "layer{(+ i 1)}: {a}"),
    ("layer{i}x{j}_2: a", "layer{i}x{j}_2: a"),
    ("layer{i}2b: a", "layer{i}2b: a"),
    (#""0.conv": a"#, "\"0.conv: a"),
    (#""{j}": a"#, "\"{j}: a"),
    ("downsample: { a; b }", "downsample: {a; b}"),
    ("head: add { a }", "head: (branches add {a})"),
    ("if: a", "if: a"),
    ("layer: a", "layer: a"),
    ("input: a", "input: a"),
    ("c: x = a", "c: (bind x a)"),
  ])
  func `labels`(text: String, tree: String) {
    #expect(statements(text) == tree)
  }

  @Test(arguments: [
    ("in.channels", "(. in channels)"),
    ("layer(3)", "(call layer 3)"),
    ("layer", "layer"),
    ("from = conv(1)", "(bind from (call conv 1))"),
    ("output(1)", "(call output 1)"),
    ("input", "input"),
    ("preprocess", "preprocess"),
    ("preprocess(3)", "(call preprocess 3)"),
    ("inline\nrelu", "inline; relu"),
    ("a.if.for", "(. (. a if) for)"),
  ])
  func `keywords as names`(text: String, tree: String) {
    #expect(statements(text) == tree)
  }

  @Test func `parameters may be called like layers and keywords`() {
    let (tree, errors) = parsed("block B(conv, layer = 1, in, input) { conv(layer) }")
    #expect(errors == "")
    #expect(tree == "(block B [conv layer=1 in input] {(call conv layer)})")
  }

  @Test(arguments: [
    ("import \"a.arch\"", "(import \"a.arch\")"),
    ("let width = 1.5", "(let width 1.5)"),
    ("func f(v, by = 8) = v / by", "(func f [v by=8] (/ v by))"),
    ("block B { }", "(block B [] {})"),
    ("network N(a,) { a }", "(network N [a] {a})"),
    ("network N = M(unit: B)", "(network N (call M unit:B))"),
    ("network N = M; let a = 1;; let b = 2", "(network N M)\n(let a 1)\n(let b 2)"),
    ("network N\n= M", "(network N M)"),
    ("emit {}", "(emit)"),
    ("emit { access: internal,\n storage: float16, }", "(emit access:internal storage:float16)"),
    ("let emit = 1", "(let emit 1)"),
  ])
  func `declarations`(text: String, expected: String) {
    let (tree, errors) = parsed(text)
    #expect(errors == "")
    #expect(tree == expected)
  }

  @Test(arguments: ["", "\n", "  \n\t", "// a comment", "// a\n\n// b\n", "\r\n", ";", "\u{FEFF}"])
  func `files without declarations`(text: String) {
    #expect(parsed(text) == ("", ""))
  }

  @Test func `a byte order mark is no part of the text`() {
    #expect(parsed("\u{FEFF}let a = 1\n") == ("(let a 1)", ""))
    #expect(errorCodes("let a = 1\n\u{FEFF}let b = 2\n").first == "2:stray-character")
  }

  @Test func `carriage returns are blanks`() {
    let text = Example.resNet.replacing("\n", with: "\r\n")
    #expect(parsed(text) == parsed(Example.resNet))
  }

}
