extension Explanation {

  /// The codes of names, declarations, files that import files, and networks.
  static let names: [Explanation] = [
    Explanation(
      "constant-cycle",
      """
      The value of a 'let' at the top of a file needs itself, perhaps by way of
      others, so it has none. Give one of them a value that does not depend on the
      rest.
      """),
    Explanation(
      "duplicate-declaration",
      """
      Blocks, functions, networks and constants of a file share one space of names,
      and the parameters of a block another; each name is declared once. Rename or
      remove one of the two.
      """),
    Explanation(
      "duplicate-name",
      """
      Layers, outputs and parameters have names of their own, because weights are
      found by them. In a loop let the label count; to use the same weights again,
      declare the layer by 'layer name: …' and apply it by 'name()'.
      """,
      wrong: "for i in 0..<2 { conv: conv(8, kernel: 1) }",
      right: "for i in 0..<2 { conv{i}: conv(8, kernel: 1) }"),
    Explanation(
      "empty-name",
      """
      A label needs at least one character, because it becomes part of the names of
      weights. A label without text may come from an empty string between its braces.
      """,
      wrong: "\"\": relu",
      right: "act: relu"),
    Explanation(
      "expected-network",
      """
      After 'network A =' stands another network with values for its parameters. A
      network with a body of its own has no '='.
      """,
      wrong: """
        network Base(width) { input(3, 8, 8); conv(width, kernel: 1) }
        network Wide = 64
        """,
      right: """
        network Base(width) { input(3, 8, 8); conv(width, kernel: 1) }
        network Wide = Base(64)
        """),
    Explanation(
      "import-cycle",
      """
      A file imports itself, perhaps by way of others. Move what both need into a
      third file, and import that from both.
      """),
    Explanation(
      "import-too-deep",
      """
      Files import files only so deep, so that a chain without an end is found.
      Import from nearer to where the names are used.
      """),
    Explanation(
      "invalid-names",
      """
      'names' gives the parameters of a layer other names, as a tuple from the
      layer's own names to strings. Only parameters that the layer has can be named.
      """,
      wrong: "scale(names: (gamma: \"weight\"))",
      right: "scale(names: (weight: \"gamma\"))"),
    Explanation(
      "network-applied",
      """
      A network has inputs and outputs of its own, so it cannot stand as a layer in
      another. Make the shared part a block, and apply that in both.
      """,
      wrong: """
        network Inner { input(1, 8, 8); relu }
        network Outer { input(1, 8, 8); Inner }
        """,
      right: """
        block Inner { relu }
        network Outer { input(1, 8, 8); Inner }
        """),
    Explanation(
      "network-cycle",
      """
      A network specialises itself, perhaps by way of others, so that none of them
      has a body. One of them needs a body in braces.
      """),
    Explanation(
      "no-network",
      """
      The file declares no network of its own; blocks, functions and imported
      networks are none. Add 'network Name { … }', or 'network Name = Other(…)' for
      one that is imported.
      """),
    Explanation(
      "no-output",
      """
      The network ends without a value, so it has no result. It needs an input, and
      either a last value or an 'output'.
      """,
      wrong: "network Example { }",
      right: "network Example { input(1, 8, 8); relu }"),
    Explanation(
      "no-such-network",
      """
      '--network' names a network that the file does not have; the message lists
      those that it has. Letter case counts.
      """),
    Explanation(
      "not-a-network",
      """
      Only a network can be specialised by 'network A = B(…)'; a block has no input
      of its own. Give the network a body that has an input and applies the block.
      """,
      wrong: "block Unit(width) { conv(width, kernel: 1) }\nnetwork Wide = Unit(64)",
      right: """
        block Unit(width) { conv(width, kernel: 1) }
        network Wide { input(3, 8, 8); Unit(64) }
        """),
    Explanation(
      "reserved-name",
      """
      'it', 'in', 'true' and 'false' have a meaning everywhere, so nothing else can be
      called like them. Choose another name.
      """,
      wrong: "it = conv(8, kernel: 1)",
      right: "stem = conv(8, kernel: 1)"),
    Explanation(
      "too-many-files",
      """
      The text of a network stands in at most a thousand files. Files that import one
      another through symbolic links have more paths than there are files; import each
      by one path.
      """),
    Explanation(
      "unknown-name",
      """
      Nothing of this name is known here: no local value, declaration, layer or
      function. Names that are bound within braces end with them, imports bring in
      the names of the imported file only, and letter case counts.
      """,
      wrong: "rellu",
      right: "relu"),
    Explanation(
      "useless-label",
      """
      A label names a layer, a block or a brace, whose parameters then carry it.
      Values, loops, conditions and 'let' have no parameters; put the label on what
      stands within.
      """,
      wrong: "act: if classes > 5 { relu }",
      right: "if classes > 5 { act: relu }"),
  ]

}
