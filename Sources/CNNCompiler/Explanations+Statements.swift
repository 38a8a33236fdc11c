extension Explanation {

  /// The codes of statements.
  static let statements: [Explanation] = [
    Explanation(
      "broken-expectation",
      """
      An 'expect' does not hold; the message says what the network has instead.
      Either the network is wrong or the expectation is. It is a mere warning when
      options such as '--set' change the network.
      """,
      wrong: "conv(8, kernel: 3)\nexpect shape == (8, 32, 32)",
      right: "conv(8, kernel: 3, padding: 1)\nexpect shape == (8, 32, 32)"),
    Explanation(
      "duplicate-emit",
      """
      An 'emit' says how all networks of its file are written as Swift, so there is
      one in a file. Settings stand together, with commas between them.
      """,
      wrong: "emit { access: internal }\nemit { weights: file }\nnetwork A { input(3); relu }",
      right: "emit { access: internal, weights: file }\nnetwork A { input(3); relu }"),
    Explanation(
      "unlabelled-setting",
      """
      Every setting of 'emit' is written with its name. Docs/language.md lists them.
      """,
      wrong: "emit { internal }\nnetwork A { input(3); relu }",
      right: "emit { access: internal }\nnetwork A { input(3); relu }"),
    Explanation(
      "unknown-setting",
      """
      An 'emit' has no setting of this name; the note lists those that it has. What is
      not set is as 'cnnc compile' does it by itself.
      """,
      wrong: "emit { acess: internal }\nnetwork A { input(3); relu }",
      right: "emit { access: internal }\nnetwork A { input(3); relu }"),
    Explanation(
      "wrong-setting",
      """
      A setting of 'emit' is one of a few words, which the message lists; they stand
      without quotes.
      """,
      wrong: "emit { access: privat }\nnetwork A { input(3); relu }",
      right: "emit { access: internal }\nnetwork A { input(3); relu }"),
    Explanation(
      "expected-layer",
      """
      'layer name: …' declares one layer whose weights are used wherever 'name()'
      stands. A block has a scope of layers, not weights of its own.
      """,
      wrong: "layer head: 3",
      right: "layer head: conv(256, kernel: 3)"),
    Explanation(
      "input-outside-network",
      """
      Inputs stand in the network's own body, so that its first lines say what it
      takes. A block works on the current value, on 'in', or on values that it is
      given.
      """,
      wrong: """
        block Stem { input(3, 8, 8); relu }
        network Example { input(3, 8, 8); Stem }
        """,
      right: """
        block Stem { relu }
        network Example { input(3, 8, 8); Stem }
        """),
    Explanation(
      "invalid-shape",
      """
      A shape has extents of at least 1, and the product of all of them fits 64 bits.
      The batch is not among an input's extents; '--batch' sets it.
      """,
      wrong: "network Example { input(3, 0, 8) }",
      right: "network Example { input(3, 8, 8) }"),
    Explanation(
      "needs-let",
      """
      'name = …' names the result of a layer. A number, a list or another value of
      the compiler is bound by 'let', or by 'var' when it changes.
      """,
      wrong: "width = 8",
      right: "let width = 8"),
    Explanation(
      "no-branches",
      """
      A combinator joins the results of its entries, and here there is none: each is
      left out, or the braces are empty. Add an entry; 'identity' is the unchanged
      value.
      """,
      wrong: "add { }",
      right: "add { identity; relu }"),
    Explanation(
      "no-current-value",
      """
      A layer without an operand works on the current value, and here there is none:
      the network has no input yet, or the statement before has several results. Name
      the operand.
      """,
      wrong: "(a, b, c) = split(3)\nrelu",
      right: "(a, b, c) = split(3)\nrelu(a)"),
    Explanation(
      "no-result",
      """
      Only a layer, a block or a sequence in braces has a result to name or to put
      out. Declarations, loops and expectations have none.
      """,
      wrong: "output last: expect shape == (3, 32, 32)",
      right: "expect shape == (3, 32, 32)\noutput last: relu"),
    Explanation(
      "not-a-block",
      """
      'inline' applies a block without opening a scope for its names. Anything else
      has no scope, so the word is left out.
      """,
      wrong: "inline conv(8, kernel: 1)",
      right: "conv(8, kernel: 1)"),
    Explanation(
      "not-a-combinator",
      """
      Braces after a name hold branches, which only a combinator can join; the
      message lists them. Layers that follow one another stand on lines of their own,
      or are separated by ';'.
      """,
      wrong: "relu { conv(8, kernel: 1) }",
      right: "relu; conv(8, kernel: 1)"),
    Explanation(
      "not-a-layer",
      """
      A statement applies a layer or a block. A number, a string or a list does
      nothing on its own; perhaps a layer's name or a 'let' is missing.
      """,
      wrong: "\"pool\"",
      right: "maxPool(2)"),
    Explanation(
      "not-a-sequence",
      """
      'for' runs over a list, a tuple or a range. To run n times, count from 0 up to
      n.
      """,
      wrong: "for i in 3 { relu }",
      right: "for i in 0..<3 { relu }"),
    Explanation(
      "not-a-value",
      """
      Here a value of the network is needed: 'it', 'in', an input or a name that was
      given by 'name = …'. Numbers and layers that are not applied are none.
      """,
      wrong: "from 3 { relu }",
      right: "from in { relu }"),
    Explanation(
      "not-a-variable",
      """
      'let', parameters and loop variables keep their value. What changes by '=' or
      '+=' is declared by 'var'.
      """,
      wrong: "let width = 8\nwidth *= 2",
      right: "var width = 8\nwidth *= 2"),
    Explanation(
      "not-callable",
      """
      Parentheses that touch a name call it, and only layers, blocks and functions
      can be called. An index stands in '[]'.
      """,
      wrong: "let sizes = [8, 16]\nconv(sizes(1), kernel: 1)",
      right: "let sizes = [8, 16]\nconv(sizes[1], kernel: 1)"),
    Explanation(
      "recursion-too-deep",
      """
      Blocks and functions may call themselves, but only so deep, so that a call
      without an end is found. An 'if' must end the recursion, and the argument that
      it looks at must change.
      """,
      wrong: """
        block Level(depth) { relu; Level(depth - 1) }
        network Example { input(1, 8, 8); Level(3) }
        """,
      right: """
        block Level(depth) { relu; if depth > 0 { Level(depth - 1) } }
        network Example { input(1, 8, 8); Level(3) }
        """),
    Explanation(
      "return-outside-block",
      """
      Only a block returns values. A network's result is its last value, or whatever
      'output name: …' puts out.
      """,
      wrong: "relu\nreturn it",
      right: "output result: relu"),
    Explanation(
      "shared-shape",
      """
      A layer that is declared once and applied several times has one set of weights,
      which must fit each of its operands. Give it operands with the same channels,
      or use layers of their own.
      """,
      wrong: "layer head: conv(8, kernel: 1)\nhead(); head()",
      right: "layer head: conv(3, kernel: 1)\nhead(); head()"),
    Explanation(
      "too-many-nodes",
      """
      A network has at most a million layers, so that a loop without an end in sight
      does not fill the memory. Look for a loop or a recursion that runs too often.
      """),
    Explanation(
      "too-many-steps",
      """
      Building the network takes too many steps, so that even a text that would never
      come to an end is answered. Look for a loop or a recursion that runs too often.
      """),
    Explanation(
      "unused-input",
      """
      An input that no layer reads must be filled by whoever runs the network, for
      nothing. Read it, or remove it; an 'output' may pass it on.
      """,
      wrong: "network Example { input a: (1, 8, 8); input b: (1, 8, 8); from a { relu } }",
      right: "network Example { input a: (1, 8, 8); input b: (1, 8, 8); add(a, b) }"),
    Explanation(
      "wrong-element-count",
      """
      As many names as values stand on the two sides of a binding, and an expression
      takes one result. The message says how many there are.
      """,
      wrong: "let (a, b) = (1, 2, 3)",
      right: "let (a, b, c) = (1, 2, 3)"),
  ]

}
