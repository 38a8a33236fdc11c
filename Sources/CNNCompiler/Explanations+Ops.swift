extension Explanation {

  /// The constraints of the other ops.
  static let ops: [Explanation] = norms + features + rearrangements + joins

  private static let norms =
    ["batchNorm", "layerNorm", "groupNorm", "instanceNorm", "lrn", "scale", "prelu", "softmax"]
    .map { needsAxis("\($0).c1", $0) } + [
      nonNegativeEpsilon("batchNorm.c2", "batchNorm"),
      nonNegativeEpsilon("layerNorm.c2", "layerNorm"),
      Explanation(
        "groupNorm.c2",
        """
        The groups are equal parts of the channels, so their number divides that of the
        channels.
        """,
        wrong: "groupNorm(2)",
        right: "groupNorm(3)"),
      nonNegativeEpsilon("groupNorm.c3", "groupNorm", "3, "),
      nonNegativeEpsilon("instanceNorm.c3", "instanceNorm"),
    ]

  private static let features =
    [needsAxis("linear.c1", "linear"), needsAxis("flatten.c1", "flatten")]
    + ["dropout", "dropPath"].map { (op) in
      Explanation(
        "\(op).c1",
        """
        The rate is the share of what training drops, from 0 for nothing to 1 for all.
        A percentage is divided by 100.
        """,
        wrong: "\(op)(50)",
        right: "\(op)(0.5)")
    }

  private static let rearrangements = [
    Explanation(
      "permute.c1",
      """
      'order' names for each axis of the output the axis of the input: each once, the
      batch (0) first, because samples stay apart. Channels, rows and columns are 1, 2
      and 3.
      """,
      wrong: "permute([2, 3, 1])",
      right: "permute([0, 2, 3, 1])"),
    needsAxis("slice.c1", "slice"),
    Explanation(
      "slice.c2",
      """
      A slice takes the channels from 'start' up to, but without, 'end'. It has at
      least one channel, and 'end' is at most their number.
      """,
      wrong: "slice(2, 4)",
      right: "slice(2, 3)"),
    Explanation(
      "spaceToDepth.c1",
      """
      Blocks of rows and columns become channels, so the factor divides both extents
      and nothing is left over. The operand has channels, rows and columns.
      """,
      wrong: "spaceToDepth(3)",
      right: "spaceToDepth(2)"),
    Explanation(
      "channelShuffle.c1",
      """
      The channels are dealt out from equal parts, so the number of groups divides
      that of the channels.
      """,
      wrong: "channelShuffle(2)",
      right: "channelShuffle(3)"),
  ]

  private static let joins =
    ["add", "mul", "mean", "max"].map { (op) in
      Explanation(
        "\(op).c1",
        """
        Values are joined element by element, so their shapes are equal, or 1 where they
        differ (NumPy's broadcasting, with the same number of axes). A 1x1 convolution
        changes the channels of a branch, its stride the rows and columns.
        """,
        wrong: "\(op) { identity; conv(8, kernel: 1, stride: 2) }",
        right: "\(op) { conv(8, kernel: 1, stride: 2); conv(8, kernel: 1, stride: 2) }")
    } + [
      needsAxis("concat.c1", "concat"),
      Explanation(
        "concat.c2",
        """
        Channels are put one behind the other, so all other extents agree. Crop, pool
        or pad a branch to the extents of the rest.
        """,
        wrong: "concat { identity; conv(8, kernel: 3) }",
        right: "concat { identity; conv(8, kernel: 3, padding: 1) }"),
    ]

  // MARK: - Rules of several ops

  /// There is an axis to work on, which only IR text can leave out.
  private static func needsAxis(_ code: String, _ op: String) -> Self {
    Explanation(
      code,
      """
      \(op) needs a batch and at least one axis more, the channels or
      features to work on. Every value of an .arch network has them; in IR text give
      the input such a shape.
      """)
  }

  private static func nonNegativeEpsilon(
    _ code: String, _ op: String, _ arguments: String = ""
  ) -> Self {
    Explanation(
      code,
      """
      Epsilon is added to a variance before its root is taken, so it is a finite
      number from 0 on. It keeps the divisor away from 0 where a channel is constant.
      """,
      wrong: "\(op)(\(arguments)epsilon: -1e-5)",
      right: "\(op)(\(arguments)epsilon: 1e-5)")
  }

}
