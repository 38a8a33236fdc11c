extension Explanation {

  /// The constraints of the other ops.
  static let ops: [Explanation] =
    activations + norms + features + reductions + rearrangements + joins

  private static let activations = [
    Explanation(
      "clip.c1",
      """
      clip limits elements from below, from above, or both; with neither bound it
      would do nothing.
      """,
      wrong: "clip",
      right: "clip(0, 6)"),
    Explanation(
      "clip.c2",
      """
      No element is above or below a bound that is not a number. Give a number, or
      leave the bound out.
      """),
    Explanation(
      "celu.c1",
      """
      The exponent of a CELU is divided by alpha, so it is a finite number other
      than 0.
      """,
      wrong: "celu(0)",
      right: "celu(1)"),
    Explanation(
      "softplus.c1",
      """
      The logarithm of a softplus is divided by beta, so it is a finite number other
      than 0.
      """,
      wrong: "softplus(beta: 0)",
      right: "softplus(beta: 1)"),
  ]

  private static let norms =
    [
      "batchNorm", "layerNorm", "groupNorm", "instanceNorm", "lrn", "scale", "prelu", "softmax",
      "logSoftmax", "l2Norm", "normalize",
    ]
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
      Explanation(
        "l2Norm.c2",
        """
        Epsilon is the least length that elements are divided by, so it is a finite
        number from 0 on. It keeps vectors of zeros what they are.
        """,
        wrong: "l2Norm(epsilon: -1)",
        right: "l2Norm(epsilon: 1e-12)"),
      Explanation(
        "normalize.c2",
        """
        A colour normalisation has a mean and a deviation for each channel, or one
        number for all of them.
        """,
        wrong: "normalize((0.4, 0.5), 0.2)",
        right: "normalize((0.4, 0.5, 0.6), 0.2)"),
      Explanation(
        "normalize.c3",
        """
        A colour normalisation subtracts the mean and divides by the deviation, so both
        are finite, and the deviation is not 0.
        """,
        wrong: "normalize(0.5, 0)",
        right: "normalize(0.5, 1)"),
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

  private static let reductions =
    ["reduceMean", "reduceSum", "reduceMax"].map { (op) in
      Explanation(
        "\(op).c1",
        """
        A reduction runs over "space" (rows, columns and the like), "channels", "all" or
        a list of axes, in which the channels are 1. They exist, none occurs twice, and
        samples (axis 0) stay apart.
        """,
        wrong: "\(op)([1, 4])",
        right: "\(op)([1, 3])")
    } + [
      needsAxis("argmax.c1", "argmax"),
      Explanation(
        "argmax.c2",
        """
        The number of a place is a 32-bit float like all elements, exact up to
        16777216. Reduce a part of the axis at a time.
        """),
    ]

  private static let rearrangements = [
    Explanation(
      "reshape.c1",
      """
      The shape leaves out the batch, its extents are at least 1, and one of them may
      be -1 for what is left.
      """,
      wrong: "reshape((-1, 0))",
      right: "reshape((-1, 8))"),
    Explanation(
      "reshape.c2",
      """
      A reshape keeps all elements, so the product of its extents is their number;
      what -1 stands for must be an integer.
      """,
      wrong: "reshape((-1, 5))",
      right: "reshape((-1, 6))"),
    Explanation(
      "depthToSpace.c1",
      """
      Channels become blocks of rows and columns, so the square of the factor divides
      their number. The operand has channels, rows and columns.
      """,
      wrong: "depthToSpace(2)",
      right: "conv(12, kernel: 1)\ndepthToSpace(2)"),
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
    ["add", "mul", "mean", "max", "min"].map { (op) in
      joinedShapes(
        op, wrong: "\(op) { identity; conv(8, kernel: 1, stride: 2) }",
        right: "\(op) { conv(8, kernel: 1, stride: 2); conv(8, kernel: 1, stride: 2) }")
    }
    + ["sub", "div"].map { (op) in
      joinedShapes(
        op, wrong: "\(op)(in, conv(8, kernel: 1))", right: "\(op)(in, conv(3, kernel: 1))")
    } + [
      Explanation(
        "sub.c2",
        """
        A difference has a minuend and a subtrahend. A number may stand for either:
        'number' is subtracted, 'minuend' is subtracted from.
        """,
        wrong: "sub",
        right: "sub(1)"),
      Explanation(
        "div.c2",
        """
        A quotient has a dividend and a divisor. A number may stand for either:
        'number' divides, 'dividend' is divided.
        """,
        wrong: "div(2, dividend: 1)",
        right: "div(dividend: 1)"),
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

  private static func joinedShapes(_ op: String, wrong: String, right: String) -> Self {
    Explanation(
      "\(op).c1",
      """
      Values are joined element by element, so their shapes are equal, or 1 where they
      differ (NumPy's broadcasting, from the last axis on; the batch goes with the
      batch). A 1x1 convolution changes the channels of a branch, its stride the rows
      and columns.
      """,
      wrong: wrong,
      right: right)
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
