extension Explanation {

  /// The codes of expressions.
  static let expressions: [Explanation] = [
    Explanation(
      "division-by-zero",
      """
      '/' and '%' have no result for the divisor 0. Where the divisor may be 0, ask
      first: 'n == 0 ? 1 : width / n'.
      """),
    Explanation(
      "index-out-of-range",
      """
      Indices count from 0 and must be less than the number of elements; negative
      ones do not count from the end. The last element of 'list' is
      'list[list.count - 1]'.
      """,
      wrong: "let sizes = [8, 16]\nconv(sizes[2], kernel: 1)",
      right: "let sizes = [8, 16]\nconv(sizes[1], kernel: 1)"),
    Explanation(
      "inverted-range",
      """
      A range runs upwards, and one that runs down is most often two values in the
      wrong order. To count down, subtract from the largest value; 'n..<n' is a range
      without elements.
      """,
      wrong: "for i in 3..<1 { relu }",
      right: "for i in 1..<3 { relu }"),
    Explanation(
      "list-too-deep",
      """
      Lists and tuples nest only so deep, so that a list that holds itself again and
      again is stopped. Join lists by '+' instead of nesting them.
      """),
    Explanation(
      "list-too-large",
      """
      Lists and strings have at most a million elements, so that what doubles in a
      loop is stopped before it fills the memory. No network needs longer ones.
      """),
    Explanation(
      "not-a-number",
      """
      Here a number is needed, with or without a fraction. Strings and lists are not
      converted.
      """,
      wrong: "let width = abs(\"8\")",
      right: "let width = abs(8)"),
    Explanation(
      "not-boolean",
      """
      A condition is true or false; numbers and lists have no truth of their own. Say
      what is asked by a comparison.
      """,
      wrong: "if classes { relu }",
      right: "if classes > 0 { relu }"),
    Explanation(
      "not-indexable",
      """
      Only lists and tuples have elements to index. The extents of a value of the
      network are its members, such as '.channels', or the elements of '.shape'.
      """,
      wrong: "let width = it[0]",
      right: "let width = it.shape[0]"),
    Explanation(
      "not-integer",
      """
      Extents, indices and the ends of ranges are integers. '/' of integers truncates
      and stays an integer; 'floor', 'ceil' and 'round' make one of a number.
      """,
      wrong: "for i in 0..<2.5 { relu }",
      right: "for i in 0..<floor(2.5) { relu }"),
    Explanation(
      "not-text",
      """
      Between the braces of a string or a label stand integers, numbers, booleans and
      strings. Lists, layers and values of the network have no text to fill in; take
      an element or an extent of them.
      """,
      wrong: "let sizes = [1]\nconv{sizes}: conv(8, kernel: 1)",
      right: "let sizes = [1]\nconv{sizes[0]}: conv(8, kernel: 1)"),
    Explanation(
      "open-range",
      """
      A range that leaves out an end means 'up to the end' or 'from the start', which
      only the list says that it indexes. Elsewhere both ends are written.
      """,
      wrong: "for i in [0...] { relu }",
      right: "for i in 0...3 { relu }"),
    Explanation(
      "shift-count",
      """
      A shift is by 0 to 63 bits, because integers have 64. A negative count does not
      turn the direction; use the other operator.
      """,
      wrong: "let width = 64 << -1",
      right: "let width = 64 >> 1"),
    Explanation(
      "unknown-member",
      """
      The value has no such member; the note lists those that it has. A value of the
      network has the extents of its own rank only: with rows and columns there is
      '.height' and no '.length'.
      """,
      wrong: "linear(it.chanels)",
      right: "linear(it.channels)"),
    Explanation(
      "wrong-operand",
      """
      The operator has no meaning for values of these kinds, and nothing is converted
      silently. Values of the network are joined by layers such as 'add' and 'mul',
      not by operators.
      """,
      wrong: "skip = relu\nlet sum = skip + it",
      right: "skip = relu\nsum = add(skip, it)"),
  ]

}
