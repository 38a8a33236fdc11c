extension Explanation {

  /// The codes of texts whose form is wrong.
  static let syntax: [Explanation] = [
    Explanation(
      "body-on-next-line",
      """
      The '{' of a body stands on the line of its keyword, combinator or label. A
      line that starts with '{' is a sequence of its own, so a body there would be
      read as something else.
      """,
      wrong: "if classes > 5\n{ relu }",
      right: "if classes > 5 { relu }"),
    Explanation(
      "empty-label",
      """
      What a label names stands on the label's line. The end of the line ends the
      statement, so a label at the end of a line would name nothing.
      """,
      wrong: "conv1:\nconv(8, kernel: 3)",
      right: "conv1: conv(8, kernel: 3)"),
    Explanation(
      "empty-return",
      """
      'return' says which values a block results in, on its own line. A block that
      results in its last value needs no 'return' at all.
      """,
      wrong: "block Act {\n  relu\n  return\n}\nnetwork Example { input(1, 8, 8); Act }",
      right: "block Act { relu }\nnetwork Example { input(1, 8, 8); Act }"),
    Explanation(
      "equals-sign",
      """
      The label of an argument ends in ':'. The sign '=' binds a name: it gives a
      parameter its default where it is declared, and a value its name.
      """,
      wrong: "conv(8, kernel=3)",
      right: "conv(8, kernel: 3)"),
    Explanation(
      "expected-token",
      """
      The text cannot go on as it does here: the message says what is needed and
      what was found. Most often a comma, a bracket or a ':' is missing just before
      the place, or a line ends too early; it may go on after an operator, after a
      comma and within parentheses.
      """,
      wrong: "conv(8 kernel: 3)",
      right: "conv(8, kernel: 3)"),
    Explanation(
      "integer-overflow",
      """
      Integers have 64 bits, and a result that does not fit is refused rather than
      wrapped. A value that large is most often a mistake of its own; where it is
      meant, a number with a point or an exponent has the room.
      """,
      wrong: "let limit = 9223372036854775807 + 1",
      right: "let limit = 9.3e18"),
    Explanation(
      "interpolated-path",
      """
      The path of an import is fixed text without '{…}'. Files are read before
      anything is evaluated, so no value is known yet.
      """),
    Explanation(
      "invalid-number",
      """
      Numbers are decimal: 64, 25_557_032, 0.5 or 1e-5, and may end in K, M or G,
      which are powers of ten. Other bases and units do not exist.
      """,
      wrong: "conv(0x10, kernel: 3)",
      right: "conv(16, kernel: 3)"),
    Explanation(
      "invalid-utf8",
      """
      The text must be UTF-8, so that all machines read the same characters. Save
      the file in that encoding.
      """),
    Explanation(
      "nesting-too-deep",
      """
      Expressions and bodies nest only so deep, so that no text can exhaust the
      compiler's memory. Give a part a name, by 'let', 'func' or 'block', and use the
      name.
      """),
    Explanation(
      "not-arch-text",
      """
      Nothing in this file looks like a network: it is in another format or another
      language. Look at the name of the file, and at what wrote it.
      """,
      wrong: "# net.py\n# a network of two convolutions\nfrom torch import nn\n#\n#\n#\n#",
      right: "network Example { input(3, 8, 8); conv(8, kernel: 3) }"),
    Explanation(
      "not-associative",
      """
      Comparisons and ranges do not chain, because readers disagree about what a
      chain means. Join comparisons by '&&'.
      """,
      wrong: "expect 0 < it.channels < 10",
      right: "expect 0 < it.channels && it.channels < 10"),
    Explanation(
      "number-overflow",
      """
      Numbers are 64-bit floats, and a result beyond the largest of them is refused
      rather than turned into infinity. Look for a factor or an exponent that is too
      large.
      """),
    Explanation(
      "numeric-label",
      """
      A label that starts with a digit stands in quotes, because a bare number is a
      value. In quotes a label may have any characters.
      """,
      wrong: "0: relu",
      right: "\"0\": relu"),
    Explanation(
      "one-element-tuple",
      """
      '(3)' is 3, and no comma makes it a tuple. Where one value for each axis is
      asked for and there is one axis, a list says so: '[(0, 1)]'.
      """,
      wrong: "conv(8, kernel: 3, padding: (1,))",
      right: "conv(8, kernel: 3, padding: 1)"),
    Explanation(
      "stray-brace",
      """
      This '}' closes nothing: there are more of them than of '{'. Either it is
      surplus, or a '{' before it is missing.
      """),
    Explanation(
      "stray-character",
      """
      This character has no meaning outside of strings and comments. Comments start
      with '//', strings stand in '"', and the logical operators are '&&' and '||'.
      """,
      wrong: "relu # clip",
      right: "relu // clip"),
    Explanation(
      "stray-else",
      """
      An 'else' follows the '}' that ends its 'if', with nothing between them. Here no
      'if' ends before it, so there is nothing that it could be the other case of.
      """,
      wrong: "if classes > 5 { relu }; batchNorm\nelse { tanh }",
      right: "if classes > 5 { relu } else { tanh }"),
    Explanation(
      "too-many-errors",
      """
      The text has more mistakes than anybody would read, so reading or building it
      stopped here. Most often a mistake at the start explains many of the others.
      """),
    Explanation(
      "unclosed-brace",
      """
      A '{' has no '}' before the text ends or the next declaration starts. The note
      shows the brace; what it opens must be closed where it ends.
      """),
    Explanation(
      "unknown-declaration",
      """
      A file holds 'network', 'block', 'func', 'let' and 'import', and nothing else
      at its top. Layers stand in the body of a network or a block.
      """,
      wrong: "blok Act { relu }\nnetwork Example { input(1, 8, 8); Act }",
      right: "block Act { relu }\nnetwork Example { input(1, 8, 8); Act }"),
    Explanation(
      "unknown-escape",
      #"""
      In a string '\' starts one of \n, \t, \", \\, \{ and \}. Write '\\' for the
      character itself.
      """#,
      wrong: #""a\b": relu"#,
      right: #""a\\b": relu"#),
    Explanation(
      "unterminated-string",
      #"""
      A string ends on the line that it starts on, so that a forgotten quote spoils
      one line only. In a string '{' starts an expression that needs its '}'; the
      brace itself is written '\{'.
      """#,
      wrong: "maxPool(2, ceil: \"caffe)",
      right: "maxPool(2, ceil: \"caffe\")"),
  ]

}
