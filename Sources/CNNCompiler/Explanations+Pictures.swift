extension Explanation {

  /// The codes of pictures, of what is done to them, and of labels.
  static let pictures: [Explanation] = [
    Explanation(
      "duplicate-preprocess",
      """
      An input has one 'preprocess', which belongs to the input above it. Write all
      steps into the same braces; another input has another one below it.
      """,
      wrong: "preprocess { resize(36) }\npreprocess { centerCrop(32) }",
      right: "preprocess { resize(36); centerCrop(32) }"),
    Explanation(
      "expected-step",
      """
      Between the braces of a 'preprocess' stand the steps that make an input of a
      picture: resize, centerCrop and normalize. Layers, loops and labels do not.
      """,
      wrong: "preprocess { for size in [40, 32] { resize(size) } }",
      right: "preprocess { resize(40); resize(32) }"),
    Explanation(
      "invalid-labels",
      """
      A file of labels is UTF-8 text with a name in each line, for the channels of
      the output from the first on.
      """),
    Explanation(
      "invalid-picture",
      """
      The file is no whole picture in a format that is read: PNG of every kind, and
      PPM and PGM as text or bytes. Other formats are converted first, as by
      'convert x.jpg x.png' of ImageMagick.
      """),
    Explanation(
      "preprocess-before-input",
      """
      A 'preprocess' belongs to the input above it, so that an input and what happens
      to its pictures stand together.
      """,
      wrong: """
        network Example { preprocess { resize(32) }; input(3, 32, 32); relu }
        """,
      right: """
        network Example { input(3, 32, 32); preprocess { resize(32) }; relu }
        """),
    Explanation(
      "preprocess-outside-network",
      """
      A 'preprocess' stands in the network's own body, below an input. What several
      networks share are numbers, as constants of an imported file.
      """,
      wrong: """
        block Prepare { preprocess { resize(32) } }
        network Example { input(3, 32, 32); Prepare }
        """,
      right: """
        let size = 32
        network Example { input(3, 32, 32); preprocess { resize(size) }; relu }
        """),
    Explanation(
      "preprocess.c1",
      """
      A picture has 1 or 3 channels, rows and columns, and a 'preprocess' says how to
      make one fit. Another input is read from an array, as it is. When an option
      gives the input another shape, this is a warning.
      """,
      wrong: "input flow: (2, 32, 32)\npreprocess { resize(32) }",
      right: "input frame: (3, 32, 32)\npreprocess { resize(32) }\nadd(input, frame)"),
    Explanation(
      "preprocess.c2",
      """
      'normalize' makes numbers of pixels, so it is the last step, and there is one.
      Resizing and cropping work on the pixels of 8 bits, as torchvision does it.
      """,
      wrong: "preprocess { normalize(0.5, 0.5); resize(32) }",
      right: "preprocess { resize(32); normalize(0.5, 0.5) }"),
    Explanation(
      "preprocess.c3",
      """
      The mean and the standard deviation are one number for all channels, or one for
      each channel of the input.
      """,
      wrong: "preprocess { normalize(mean: (0.5, 0.5), std: 1) }",
      right: "preprocess { normalize(mean: (0.5, 0.5, 0.4), std: 1) }"),
    Explanation(
      "unfit-picture",
      """
      The picture does not have the input's size when all steps of the network's
      'preprocess' are done; without one it must have it from the start. Resize and
      crop it in the network's text, or choose another '--input-shape'.
      """),
    Explanation(
      "unknown-step",
      """
      The steps of a 'preprocess' are resize, centerCrop and normalize: what is done
      to a picture before it enters the network. Anything else is a layer, behind it.
      """,
      wrong: "preprocess { scale(32) }",
      right: "preprocess { resize(32) }"),
    Explanation(
      "wrong-label-count",
      """
      There is one label for each channel of the output, or none: names that are off
      by one are worse than none. Lists for ImageNet have 1000 names, or 1001 where
      the first one is the background.
      """),
  ]

}
