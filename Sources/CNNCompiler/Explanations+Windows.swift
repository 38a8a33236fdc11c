extension Explanation {

  /// The constraints of ops that work on spatial axes: convolutions, pools and changes of size.
  static let windows: [Explanation] =
    convolutions + transposedConvolutions + deformableConvolutions + pools + sizes

  private static let convolutions = [
    spatialAxes("conv", "conv(8, kernel: 3)"),
    attributesByAxis("conv", "conv(8, kernel: (3, 3, 3))", "conv(8, kernel: (3, 3))"),
    groupsDivideChannels("conv.c2", "conv(8, kernel: 3, groups: 2)", "conv(8, kernel: 3)"),
    groupsDivideFilters(
      "conv.c3", "conv(8, kernel: 3, groups: 3)", "conv(9, kernel: 3, groups: 3)"),
    windowFits("conv.c4", "conv(8, kernel: 35)", "conv(8, kernel: 35, padding: 17)"),
    Explanation(
      "conv.c5",
      """
      Padding that reflects shows elements behind the outermost one, so it is narrower
      than the axis; one that is circular is at most as wide. "replicate" and "zeros"
      may be wider.
      """,
      wrong: "conv(8, kernel: 3, padding: 32, mode: \"reflect\")",
      right: "conv(8, kernel: 3, padding: 1, mode: \"reflect\")"),
  ]

  private static let transposedConvolutions = [
    spatialAxes("convTranspose", "convTranspose(8, kernel: 2, stride: 2)"),
    attributesByAxis(
      "convTranspose", "convTranspose(8, kernel: (2, 2, 2))", "convTranspose(8, kernel: (2, 2))"),
    groupsDivideChannels(
      "convTranspose.c2", "convTranspose(8, kernel: 2, groups: 2)", "convTranspose(8, kernel: 2)"),
    groupsDivideFilters(
      "convTranspose.c3", "convTranspose(8, kernel: 2, groups: 3)",
      "convTranspose(9, kernel: 2, groups: 3)"),
    Explanation(
      "convTranspose.c4",
      """
      The padding of a transposed convolution is a width that is cut off its output.
      "same" and "valid" speak of the input of a convolution and say nothing here.
      """,
      wrong: "convTranspose(8, kernel: 3, padding: \"same\")",
      right: "convTranspose(8, kernel: 3, padding: 1)"),
    Explanation(
      "convTranspose.c5",
      """
      Several input sizes lead a strided convolution to the same output size;
      'outputPadding' says which of them is meant here. They differ by less than the
      stride (or the dilation), so it must be less too.
      """,
      wrong: "convTranspose(8, kernel: 3, stride: 2, outputPadding: 2)",
      right: "convTranspose(8, kernel: 3, stride: 2, outputPadding: 1)"),
    Explanation(
      "convTranspose.c6",
      """
      Padding is cut off the output of a transposed convolution, and here nothing is
      left. Reduce it, or enlarge the kernel or the stride.
      """,
      wrong: "convTranspose(8, kernel: 3, padding: 17)",
      right: "convTranspose(8, kernel: 3, padding: 1)"),
  ]

  private static let deformableConvolutions = [
    Explanation(
      "deformConv.c1",
      """
      A deformable convolution moves its taps along rows and columns, so its operand
      has channels and exactly these two axes.
      """),
    Explanation(
      "deformConv.c2",
      """
      The second operand moves each tap at each place of the output: two channels, row
      and column, for each tap of the kernel (18 for 3x3), times a number of groups
      that divides the input's channels, over the output's rows and columns.
      """,
      wrong: """
        offsets = conv(9, kernel: 3, padding: 1)
        deformConv(in, offsets, 8, kernel: 3, padding: 1)
        """,
      right: """
        offsets = conv(18, kernel: 3, padding: 1)
        deformConv(in, offsets, 8, kernel: 3, padding: 1)
        """),
    Explanation(
      "deformConv.c3",
      """
      The third operand weights each tap at each place of the output: half as many
      channels as the offsets have (9 for a kernel of 3x3), over the same rows and
      columns.
      """),
  ]

  private static let pools =
    ["maxPool", "avgPool"].flatMap { (op) in
      [
        spatialAxes(op, "\(op)(2)"),
        attributesByAxis(op, "\(op)((2, 2, 2))", "\(op)((2, 2))"),
        Explanation(
          "\(op).c2",
          """
          The padding of a pool is at most half its kernel, so that every window has an
          element of the input. "same" pads as much as is needed.
          """,
          wrong: "\(op)(3, padding: 2)",
          right: "\(op)(3, padding: 1)"),
        windowFits("\(op).c3", "\(op)(33)", "\(op)(32)"),
      ]
    } + [
      spatialAxes("adaptiveAvgPool", "adaptiveAvgPool(7)"),
      valuesByAxis("adaptiveAvgPool.c1", "adaptiveAvgPool((7, 7, 7))", "adaptiveAvgPool((7, 7))"),
      spatialAxes("globalAvgPool", "globalAvgPool"),
      spatialAxes("globalMaxPool", "globalMaxPool"),
      spatialAxes("adaptiveMaxPool", "adaptiveMaxPool(7)"),
      valuesByAxis("adaptiveMaxPool.c1", "adaptiveMaxPool((7, 7, 7))", "adaptiveMaxPool((7, 7))"),
      spatialAxes("lpPool", "lpPool(2, norm: 2)"),
      attributesByAxis("lpPool", "lpPool((2, 2, 2), norm: 2)", "lpPool((2, 2), norm: 2)"),
      positiveNorm("lpPool.c2", "lpPool(2, norm: 0)", "lpPool(2, norm: 1)"),
      windowFits("lpPool.c3", "lpPool(33, norm: 2)", "lpPool(32, norm: 2)"),
      spatialAxes("globalLpPool", "globalLpPool"),
      positiveNorm("globalLpPool.c1", "globalLpPool(-1)", "globalLpPool(1)"),
    ]

  private static let sizes = [
    spatialAxes("crop", "crop(24)"),
    valuesByAxis("crop.c1", "crop((24, 24, 24))", "crop((24, 24))"),
    Explanation(
      "crop.c2",
      """
      The part that is cropped lies within the input: offset and size together are at
      most its extents. To enlarge the input, pad or resize it.
      """,
      wrong: "crop(24, offset: 16)",
      right: "crop(24, offset: 8)"),
    spatialAxes("pad", "pad(1)"),
    valuesByAxis("pad.c1", "pad((1, 1, 1))", "pad((1, 1))"),
    Explanation(
      "pad.c2",
      """
      The padding is the width of the border that is added. "same" and "valid" speak
      of the windows of a convolution and say nothing here.
      """,
      wrong: "pad(\"same\")",
      right: "pad(1)"),
    Explanation(
      "pad.c3",
      """
      A border that reflects shows elements behind the outermost one, so it is
      narrower than the axis; one that is circular is at most as wide. "replicate"
      and "constant" may be wider.
      """,
      wrong: "pad(32, mode: \"reflect\")",
      right: "pad(31, mode: \"reflect\")"),
    spatialAxes("resize", "resize(scale: 2)"),
    Explanation(
      "resize.c1",
      """
      The new size is said in one way: as 'size', as 'like' (the extents of another
      value) or as 'scale', a factor. Without one of them there is nothing to do, and
      two could contradict each other.
      """,
      wrong: "resize(size: 64, scale: 2)",
      right: "resize(scale: 2)"),
    valuesByAxis("resize.c2", "resize(size: (64, 64, 64))", "resize(size: (64, 64))"),
    Explanation(
      "resize.c3",
      """
      'alignCorners' places the samples between which is mixed, so only "bilinear"
      and "bicubic", which mix, can align them.
      """,
      wrong: "resize(scale: 2, alignCorners: true)",
      right: "resize(scale: 2, mode: \"bilinear\", alignCorners: true)"),
    Explanation(
      "resize.c4",
      """
      The scale times each extent, rounded down, must be at least 1 and can be
      counted.
      """,
      wrong: "resize(scale: 0.01)",
      right: "resize(scale: 0.5)"),
  ]

  // MARK: - Rules of several ops

  /// `op.c0`: there are axes to slide over.
  private static func spatialAxes(_ op: String, _ use: String) -> Self {
    Explanation(
      "\(op).c0",
      """
      \(op) works on channels and one to three spatial axes, which a value
      loses by 'flatten'. Apply it before, or take 'linear' for plain features.
      """,
      wrong: "flatten\n\(use)",
      right: "\(use)\nflatten")
  }

  /// `op.c1`: attributes have a value for each axis.
  private static func attributesByAxis(_ op: String, _ wrong: String, _ right: String) -> Self {
    valuesByAxis("\(op).c1", wrong, right)
  }

  private static func valuesByAxis(_ code: String, _ wrong: String, _ right: String) -> Self {
    Explanation(
      code,
      """
      An attribute of the spatial axes has one value for all of them or a tuple with
      one for each: two for rows and columns, three with depth. The input's extents
      say how many axes there are.
      """,
      wrong: wrong, right: right)
  }

  private static func positiveNorm(_ code: String, _ wrong: String, _ right: String) -> Self {
    Explanation(
      code,
      """
      The norm is the exponent of the elements and the order of the root of their
      sum, so it is a finite number above 0.
      """,
      wrong: wrong, right: right)
  }

  private static func groupsDivideChannels(
    _ code: String, _ wrong: String, _ right: String
  ) -> Self {
    Explanation(
      code,
      """
      Groups cut the channels of the input into equal parts, so their number divides
      that of the channels. Every channel alone is 'groups: in.channels' at the start
      of a block.
      """,
      wrong: wrong, right: right)
  }

  private static func groupsDivideFilters(
    _ code: String, _ wrong: String, _ right: String
  ) -> Self {
    Explanation(
      code,
      """
      Each group has the same number of filters, so the number of groups divides that
      of the filters.
      """,
      wrong: wrong, right: right)
  }

  private static func windowFits(_ code: String, _ wrong: String, _ right: String) -> Self {
    Explanation(
      code,
      """
      The window, with the gaps of its dilation, fits the padded input at least once;
      else there is no output. Often strides and pools before have left too little:
      the note shows the shape that is left.
      """,
      wrong: wrong, right: right)
  }

}
