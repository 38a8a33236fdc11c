import Testing

/// Where a statement ends.
struct LineRuleTests {

  @Test(arguments: [
    ("a\nb; c", "a; b; c"),
    (";;a;;\n;b;", "a; b"),
    ("identity\n{ a }", "identity; {a}"),
    ("concat\n{ a }", "concat; {a}"),
    ("a\n(x, y) = b", "a; (bind x,y b)"),
    ("a\n(x, y)", "a; (tuple x y)"),
    ("a\n[1]", "a; [1]"),
    ("a\n-b", "a; (- b)"),
    ("x = a\n- b", "(bind x a); (- b)"),
    ("if a { b }\nelse { c }", "(if a {b} {c})"),
    ("if a { b } // why\n// more\nelse if d { c }", "(if a {b} {(if d {c})})"),
    ("{ a } ; { b }", "{a}; {b}"),
  ])
  func `a line end separates`(text: String, tree: String) {
    #expect(statements(text) == tree)
  }

  @Test(arguments: [
    ("x = a +\n b", "(bind x (+ a b))"),
    ("x = a\n + b", "(bind x (+ a b))"),
    ("x = a -\n b", "(bind x (- a b))"),
    ("conv(\n3\n,\nkernel:\n5\n)", "(call conv 3 kernel:5)"),
    ("conv(a\n- b)", "(call conv (- a b))"),
    ("let l = [1,\n2,\n]", "(let l [1 2])"),
    ("let x = a[\n1\n- 2\n]", "(let x (at a (- 1 2)))"),
    ("return a,\nb", "(return a b)"),
    ("let x = c\n? a\n: b", "(let x (? c a b))"),
    ("x = // why\n a", "(bind x a)"),
  ])
  func `a statement goes on`(text: String, tree: String) {
    #expect(statements(text) == tree)
  }

  @Test(arguments: [
    ("if a\n{ b }", ["3:body-on-next-line"]),
    ("for i in a\n{ b }\nc", ["3:body-on-next-line"]),
    ("from x\n{ b }", ["3:body-on-next-line"]),
    ("if a { } else\n{ b }", ["3:body-on-next-line"]),
    ("conv (3)", ["2:expected-token"]),
    ("a b", ["2:expected-token"]),
    ("a { b } c", ["2:expected-token"]),
    ("c:\nconv(1)", ["2:empty-label"]),
    ("return\na", ["2:empty-return"]),
    ("return", ["2:empty-return"]),
    ("a; else { b }", ["2:stray-else"]),
    ("if a { }; else\n{ b }", ["2:stray-else"]),
    ("0: conv(1)", ["2:numeric-label"]),
    ("layer {i}: a", ["2:expected-token"]),
  ])
  func `what a line may not do`(text: String, codes: [String]) {
    #expect(errorCodes("block B {\n\(text)\n}\n") == codes)
  }

}
