extension Explanation {

  /// The codes of arguments, attributes and operands.
  static let calls: [Explanation] = [
    Explanation(
      "argument-count",
      """
      'min' and 'max' take one number or more, 'floor', 'ceil', 'round' and 'abs'
      exactly one.
      """,
      wrong: "let size = floor(1.5, 2)",
      right: "let size = floor(1.5)"),
    Explanation(
      "argument-order",
      """
      Arguments without a label go by their order, and so stand first; those with a
      label follow in any order.
      """,
      wrong: "conv(kernel: 3, 8)",
      right: "conv(8, kernel: 3)"),
    Explanation(
      "attribute-range",
      """
      The value lies outside of what the attribute can mean: a kernel has at least
      one element, a padding at least none. The message says the bound.
      """,
      wrong: "conv(8, kernel: 3, stride: 0)",
      right: "conv(8, kernel: 3, stride: 1)"),
    Explanation(
      "attribute-type",
      """
      The value is of a kind that the attribute does not have; the message says which
      it has. Nothing is converted silently: 1 is not true, and 3.5 is no extent.
      """,
      wrong: "conv(8, kernel: 3, bias: 0)",
      right: "conv(8, kernel: 3, bias: false)"),
    Explanation(
      "duplicate-argument",
      """
      A parameter or attribute gets its value once, by position or by name. Arguments
      without a label give the first ones, whatever the labels say.
      """,
      wrong: "conv(8, kernel: 3, kernel: 5)",
      right: "conv(8, kernel: 3)"),
    Explanation(
      "labelled-extent",
      """
      The extents of an input go by their order: channels, then depth, rows and
      columns as far as there are such axes. They have no labels.
      """,
      wrong: "network Example { input(channels: 1, 8, 8) }",
      right: "network Example { input(1, 8, 8) }"),
    Explanation(
      "missing-argument",
      """
      A parameter without a default needs a value in every call. Give one, by
      position or by name, or give the parameter a default where it is declared; a
      network's also come from '--set name=value'.
      """,
      wrong: """
        block Unit(width) { conv(width, kernel: 1) }
        network Example { input(3, 8, 8); Unit }
        """,
      right: """
        block Unit(width) { conv(width, kernel: 1) }
        network Example { input(3, 8, 8); Unit(16) }
        """),
    Explanation(
      "missing-attribute",
      """
      This attribute has no default, because no value is right for most networks.
      Give it by position or by name.
      """,
      wrong: "conv(8)",
      right: "conv(8, kernel: 3)"),
    Explanation(
      "operand-count",
      """
      The layer takes another number of values of the network than it is given.
      Values that stand first in a call are its operands; what is to be joined first
      goes through 'add', 'concat' or the like.
      """,
      wrong: "skip = relu\nconv(skip, it, 8, kernel: 1)",
      right: "skip = relu\nconcat(skip, it)\nconv(8, kernel: 1)"),
    Explanation(
      "split-sizes",
      """
      'split' takes a number of parts that divides the channels, or a list of
      positive numbers that add up to them: every channel goes into exactly one part.
      """,
      wrong: "(a, b) = split(2)\nconcat(b, a)",
      right: "(a, b) = split([1, 2])\nconcat(b, a)"),
    Explanation(
      "surplus-argument",
      """
      The call has more values than what it calls takes. A layer that was declared by
      'layer name: …' takes operands only, since its declaration sets the attributes.
      """,
      wrong: "relu(0.1)",
      right: "leakyRelu(0.1)"),
    Explanation(
      "unknown-attribute",
      """
      The layer has no attribute of this name; the note lists those that it has.
      Names follow PyTorch where it has the same layer, but in camel case and
      shorter: 'kernel', 'stride', 'countIncludePad'.
      """,
      wrong: "conv(8, kernal: 3)",
      right: "conv(8, kernel: 3)"),
    Explanation(
      "unknown-parameter",
      """
      What is called has no parameter of this name; the note lists those that it has.
      The functions of numbers, such as 'min', take no labels. In IR text, a
      parameter is declared by a 'parameter' line before it is used.
      """,
      wrong: """
        block Unit(width) { conv(width, kernel: 1) }
        network Example { input(3, 8, 8); Unit(widht: 16) }
        """,
      right: """
        block Unit(width) { conv(width, kernel: 1) }
        network Example { input(3, 8, 8); Unit(width: 16) }
        """),
  ]

}
