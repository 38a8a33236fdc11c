import Testing

/// What happens to lines of more than 100 columns.
struct LineBreakTests {

  private func check(_ text: String, _ expected: String) {
    #expect(formatted(text) == expected)
    #expect(formatted(expected) == expected)
  }

  /// A name of `count` letters.
  private func name(_ count: Int) -> String { String(repeating: "n", count: count) }

  @Test func `100 columns fit, 101 do not`() {
    let fitting = "let a = f(\(name(40)), \(name(47)))\n"
    check(fitting, fitting)
    check(
      "let a = f(\(name(40)), \(name(48)))\n",
      "let a = f(\n  \(name(40)),\n  \(name(48)),\n)\n")
  }

  @Test func `columns count characters`() {
    let letters = String(repeating: "é", count: 87)
    check("let b = f(\"\(letters)\")\n", "let b = f(\"\(letters)\")\n")
    check("let b = f(\"\(letters)é\")\n", "let b = f(\n  \"\(letters)é\",\n)\n")
  }

  @Test func `the outermost list breaks first`() {
    check(
      "network N = M(unit: Unit(\(name(30)), 2), layers: [2, 2, 2, 2], other: \(name(40)))\n",
      """
      network N = M(
        unit: Unit(\(name(30)), 2),
        layers: [2, 2, 2, 2],
        other: \(name(40)),
      )

      """)
  }

  @Test func `a list in a broken list breaks when it is too long itself`() {
    check(
      "let a = [[\(name(50)), \(name(50))], [1]]\n",
      "let a = [\n  [\n    \(name(50)),\n    \(name(50)),\n  ],\n  [1],\n]\n")
  }

  @Test func `parameters break too`() {
    check(
      "block B(\(name(50)) = 1, \(name(50)) = 2) { a }\n",
      "block B(\n  \(name(50)) = 1,\n  \(name(50)) = 2,\n) {\n  a\n}\n")
  }

  @Test func `grouping parentheses and indices do not break`() {
    let text = "let a = (\(name(50)) + \(name(50)))[\(name(10))] + (b)\n"
    check(text, text)
    check(
      "let a = (b + f(\(name(50)), \(name(50))))\n",
      "let a = (b + f(\n  \(name(50)),\n  \(name(50)),\n))\n")
  }

  @Test func `what follows a list counts`() {
    check(
      "let a = f(\(name(40))) + \(name(50))\n",
      "let a = f(\n  \(name(40)),\n) + \(name(50))\n")
  }

  @Test func `the author's line ends between operands stay if they are needed`() {
    let text = "let a = \(name(50)) +\n    \(name(40)) *\n    \(name(40))\n"
    check(text, text)
    check("let a = b +\n    c\n", "let a = b + c\n")
    check("let a =\n\(name(97))\n", "let a =\n    \(name(97))\n")
  }

  @Test func `empty lists stay together`() {
    check("let a = \(name(91))()\n", "let a = \(name(91))()\n")
  }

  @Test func `a long line of statements becomes lines`() {
    check(
      "block B {\n  \(name(50)); \(name(50)); a; b\n}\n",
      "block B {\n  \(name(50))\n  \(name(50))\n  a\n  b\n}\n")
  }

  @Test func `the braces of a long line open together`() {
    check(
      "block B {\n  if a { b } else { \(name(50)); \(name(50)) }\n}\n",
      """
      block B {
        if a {
          b
        } else {
          \(name(50))
          \(name(50))
        }
      }

      """)
  }

  @Test func `statements that fit after a brace was opened stay on one line`() {
    check(
      "block B {\n  \(name(20)): { \(name(35)); \(name(40)) }\n}\n",
      "block B {\n  \(name(20)): {\n    \(name(35)); \(name(40))\n  }\n}\n")
  }

  @Test func `beside an open brace, a short one stays on its line`() {
    check(
      "block B {\n  if a {\n    b\n  } else if \(name(40)) { c } else { \(name(60)) }\n}\n",
      """
      block B {
        if a {
          b
        } else if \(name(40)) { c } else {
          \(name(60))
        }
      }

      """)
  }

  @Test func `the list in a head breaks when the head is too long`() {
    check(
      "block B {\n  if f(\(name(50)), \(name(50))) { a }\n}\n",
      "block B {\n  if f(\n    \(name(50)),\n    \(name(50)),\n  ) {\n    a\n  }\n}\n")
  }

}
