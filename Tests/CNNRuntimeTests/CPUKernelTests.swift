import CNNIR
import CNNOps
import CNNRuntime
import CNNTestSupport
import Testing

/// The runtime against PyTorch and against the reference kernels, op by op, for every instruction set
/// and with several threads.
struct CPUKernelTests {

  @Test(arguments: OpCase.all)
  func `values are PyTorch's`(_ opCase: OpCase) throws {
    let op = try opCase.makeOp(.standard)
    for options in ProgramOptions.all {
      let result = try op.computed(
        opCase.inputTensors, opCase.parameterTensors(), options: options)
      try result.check(equals: opCase.expected, within: 1e-5, "\(opCase.name) \(options)")
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func `random convolutions are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rank = random.integer(in: 1...3)
    let spatial = (0..<rank).map { (_) in random.integer(in: 3...9) }
    let x = Shape([random.integer(in: 1...2), random.integer(in: 1...6)] + spatial)
    try compare(random.makeConv(TensorType(x)), x, seed)
  }

  /// Blocks whose channels were the last axis, read as rows, and rows read as such blocks.
  @Test(arguments: [3, 16, 21])
  func `channels that moved behind the pixels keep their places`(_ channels: Int) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[2x\(channels)x4x5], %y: f32[2x4x5x\(channels)]) {
          %a = scale %x
          %b = permute %a {order = [0, 2, 3, 1]}
          %s = softmax %y
          %c = add %b, %s
          %d = softmax %c
          return b: %b, c: %c, d: %d
        }
        """)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: expected, within: 1e-6, "\(options)")
    }
  }

  /// Sums as a convolution stores: of the input, of something else, after an activation, and twice;
  /// what is added may be needed later, or have zeros around it for the next layer.
  @Test(arguments: UInt64(0)..<60)
  func `what a convolution adds is what the reference adds`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let side = random.integer(in: 3...17)
    let shape = "2x\(random.integer(in: 10...40))x\(side)x\(random.integer(in: 3...17))"
    let kernel = random.element(of: [1, 3, 3, 5])
    let channels = shape.split(separator: "x")[1]
    let epilogue = random.element(of: [
      "then add %b", "then add %b then relu", "then relu then add %b", "then add %a then add %b",
      "then add %b then gelu then add %a then relu6", "then add %x then mish then add %b",
    ])
    let graph = try Graph(
      irText: """
        graph g(%x: f32[\(shape)]) {
          %a = relu %x
          %b = conv %a {filters = \(channels), kernel = 3, padding = 1}
          %c = conv %a {filters = \(channels), kernel = \(kernel), padding = \(kernel / 2)}
            \(epilogue)
          %d = conv %c {filters = 3, kernel = 3, padding = 1}
          return \(random.chance(50) ? "%d" : "d: %d, b: %b")
        }
        """)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: expected, within: 4e-5, "\(options)")
    }
  }

  /// Joins of rows and of blocks, of equal shapes and of a pixel with all pixels of its channels, on either
  /// side; the unused lanes of a block must not show in what a convolution reads.
  @Test(arguments: ["add", "sub", "mul", "max", "min", "div"], [3, 16, 21])
  func `joins are those of the reference`(_ join: String, _ channels: Int) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[2x\(channels)x4x5]) {
          %a = sigmoid %x
          %b = conv %a {filters = \(channels), kernel = 3, padding = 1} then sigmoid
          %p = globalAvgPool %b
          %q = \(join) %x, %a
          %c = \(join) %b, %a
          %d = \(join) %b, %p
          %e = \(join) %p, %b
          %f = \(join) %c, %d
            then relu
          %g = conv %f {filters = 5, kernel = 3, padding = 1}
          %h = conv %e {filters = 5, kernel = 1}
          return q: %q, c: %c, d: %d, e: %e, f: %f, g: %g, h: %h
        }
        """)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: expected, within: 4e-5, "\(options)")
    }
  }

  /// Groups of filters that take much of the second-level cache, so that the sums are computed part by
  /// part; they begin with a bias and what is added, and end with limits and a function.
  @Test(arguments: UInt64(0)..<8)
  func `long sums are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let kernel = random.element(of: [1, 3])
    let channels = kernel == 1 ? random.integer(in: 4000...5000) : random.integer(in: 500...700)
    let filters = random.integer(in: 65...130)
    let side = random.integer(in: 1...5)
    let epilogue = random.element(of: ["", "then relu", "then add %a", "then add %a then silu"])
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x\(channels)x\(side)x\(random.integer(in: 2...9))]) {
          %a = conv %x {filters = \(filters), kernel = 1}
          %b = conv %x {filters = \(filters), kernel = \(kernel), padding = \(kernel / 2)}
            \(epilogue)
          return %b
        }
        """)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: expected, within: 4e-5, "\(options)")
    }
  }

  /// Joined, shuffled and cut channels that convolutions read where they are, other layers as a copy,
  /// and some with zeros around them because another layer needs these.
  @Test(arguments: UInt64(0)..<40)
  func `scattered channels are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (first, second) = (2 * random.integer(in: 1...20), 2 * random.integer(in: 1...20))
    let all = first + second
    let cut = random.integer(in: 1...all - 1)
    let images = random.chance(75) ? 1 : 2
    let reader = random.element(of: [
      "conv %l {filters = 21, kernel = 1}", "conv %l {filters = 70, kernel = 3, padding = 1}",
      "maxPool %l {kernel = 2}", "slice %l {start = 0, end = 1}", "relu %l",
    ])
    let graph = try Graph(
      irText: """
        graph g(%x: f32[\(images)x5x\(random.integer(in: 2...7))x\(random.integer(in: 2...17))]) {
          %a = conv %x {filters = \(first), kernel = 1}
          %b = conv %x {filters = \(second), kernel = 3, padding = 1} then relu
          %j = concat %a, %b
          %s = channelShuffle %j {groups = 2}
          %l = slice %s {start = 0, end = \(cut)}
          %r = slice %s {start = \(cut), end = \(all)}
          %c = conv %r {filters = 33, kernel = 1} then relu
          %d = \(reader)
          %e = \(random.chance(50) ? "conv %b {filters = 4, kernel = 3, padding = 1}" : "sigmoid %b")
          %f = concat %c, %l
          %g = conv %f {filters = 3, kernel = 1}
          return d: %d, e: %e, g: %g\(random.chance(30) ? ", r: %r" : "")
        }
        """)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: expected, within: 4e-5, "\(options)")
    }
  }

  /// One pixel and one weight, but what they meet is the padding.
  @Test func `a window of one pixel may lie beside the input`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[2x3x1]) {
          %a = conv %x {filters = 5, kernel = 1, stride = 2, padding = [[1, 0]]}
          return %a
        }
        """)
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: graph.referenceOutputs(), within: 1e-6,
        "\(options)")
    }
  }

  /// Pairs large enough that what lies between them would leave most caches.
  @Test(arguments: UInt64(0)..<16)
  func `a depthwise convolution of an expansion is that of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (height, width) = (random.integer(in: 57...63), random.integer(in: 57...63))
    let expanded = random.integer(in: 120...140)
    let kernel = random.element(of: [3, 5, 7])
    let padding = random.integer(in: 0...kernel - 1)
    let stride = random.integer(in: 1...3)
    let activations = ["", " then relu6", " then silu", " then mish"]
    let images = random.integer(in: 1...2)
    let shape = "\(images)x\(random.integer(in: 16...20))x\(height)x\(width)"
    let graph = try Graph(
      irText: """
        graph g(%x: f32[\(shape)]) {
          %e = relu %x
          %a = conv %e {filters = \(expanded), kernel = 1}\(random.element(of: activations))
          %b = conv %a {filters = \(expanded), kernel = \(kernel), stride = \(stride),
            padding = \(padding), groups = \(expanded)}\(random.element(of: activations))
          %c = conv %b {filters = 8, kernel = 1}
          return %c
        }
        """)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.programOutputs(options: options), equal: expected, within: 1e-5, "\(options)")
    }
  }

  /// Blocks that are full and blocks that are not, rows of any length, large strides and paddings.
  @Test(arguments: UInt64(0)..<200)
  func `random wide convolutions are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let groups = [1, 1, 1, 2, 4][random.integer(in: 0...4)]
    let channels = groups * random.integer(in: 1...40 / groups)
    let height = random.integer(in: 1...12)
    let x = Shape(random.integer(in: 1...2), channels, height, random.integer(in: 1...31))
    var conv = Conv()
    conv.groups = random.integer(in: 0...5) == 0 ? channels : groups
    conv.filters = conv.groups * random.integer(in: 1...max(1, 50 / conv.groups))
    if conv.groups == channels, random.integer(in: 0...1) == 0 { conv.filters = channels }
    conv.kernel = Extents([random.integer(in: 1...5), random.integer(in: 1...5)])
    conv.stride = Extents([random.integer(in: 1...4), random.integer(in: 1...4)])
    conv.dilation = Extents([random.integer(in: 1...2), random.integer(in: 1...2)])
    conv.padding = .explicit(
      before: Extents([random.integer(in: 0...6), random.integer(in: 0...6)]),
      after: Extents([random.integer(in: 0...6), random.integer(in: 0...6)]))
    conv.bias = random.integer(in: 0...1) == 0
    try compare(conv, x, seed)
  }

  @Test(arguments: UInt64(0)..<120)
  func `random convolutions of many channels at stride 1 are those of the reference`(
    _ seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let windows = [[3, 3], [3, 3], [5, 5], [1, 7], [7, 1], [1, 3], [3, 1]]
    let kernel = random.element(of: windows)
    let x = Shape(
      random.integer(in: 1...2), random.integer(in: 16...70), random.integer(in: kernel[0]...20),
      random.integer(in: kernel[1]...20))
    var conv = Conv()
    conv.filters = random.integer(in: 1...70)
    conv.kernel = Extents(kernel)
    let isPadded = random.integer(in: 0...3) > 0
    let padding = Extents(kernel.map { isPadded ? $0 / 2 : 0 })
    conv.padding = .explicit(before: padding, after: padding)
    conv.bias = random.integer(in: 0...1) == 0
    try compare(conv, x, seed, within: 1e-4)
  }

  @Test(arguments: UInt64(0)..<100)
  func `random transposed convolutions are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let groups = random.integer(in: 1...3)
    let channels = groups * random.integer(in: 1...20)
    let x = Shape(
      random.integer(in: 1...2), channels, random.integer(in: 1...8), random.integer(in: 1...17))
    var conv = ConvTranspose()
    conv.groups = groups
    conv.filters = groups * random.integer(in: 1...20)
    conv.kernel = Extents([random.integer(in: 1...4), random.integer(in: 1...4)])
    conv.stride = Extents([random.integer(in: 1...3), random.integer(in: 1...3)])
    conv.dilation = Extents([random.integer(in: 1...2), random.integer(in: 1...2)])
    conv.padding = .explicit(
      before: Extents([random.integer(in: 0...2), random.integer(in: 0...2)]),
      after: Extents([random.integer(in: 0...2), random.integer(in: 0...2)]))
    try compare(conv, x, seed)
  }

  /// Windows of all widths over finite numbers, and over others.
  @Test(arguments: UInt64(0)..<150)
  func `random pools are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let kernel = Extents([random.integer(in: 1...4), random.integer(in: 1...4)])
    let stride = Extents([random.integer(in: 1...3), random.integer(in: 1...3)])
    let padding = Extents(kernel.values.map { random.integer(in: 0...$0 / 2) })
    let x = Shape(
      random.integer(in: 1...2), random.integer(in: 1...40), random.integer(in: 1...12),
      random.integer(in: 1...33))
    var input = SeededTensors(seed: seed).input("x", x)
    if random.chance(40) {
      for _ in 0..<random.integer(in: 1...20) {
        let index = random.integer(in: 0...input.elements.count - 1)
        input.elements[index] = random.element(of: [Float.nan, .infinity, -.infinity])
      }
    }
    if random.chance(60) {
      var pool = MaxPool()
      (pool.kernel, pool.stride) = (kernel, stride)
      pool.padding = .explicit(before: padding, after: padding)
      pool.rounding = random.chance(30) ? .ceiling : .floor
      if random.chance(20) { pool.dilation = Extents([1, 2]) }
      try compare(pool, input, seed)
    } else {
      var pool = AveragePool()
      (pool.kernel, pool.stride) = (kernel, stride)
      pool.padding = .explicit(before: padding, after: padding)
      pool.rounding = random.chance(30) ? .ceiling : .floor
      pool.countsPadding = random.chance(50)
      try compare(pool, input, seed)
    }
  }

  @Test(arguments: UInt64(0)..<120)
  func `random layers of row-major tensors are those of the reference`(_ seed: UInt64) throws {
    let types: [any Op.Type] = [
      LRN.self, Softmax.self, Resize.self, GroupNorm.self, InstanceNorm.self, Permute.self,
    ]
    var random = SeededRandom(seed: seed)
    let rank = random.integer(in: 1...3)
    let spatial = (0..<rank).map { (_) in random.integer(in: 3...13) }
    let x = Shape([random.integer(in: 1...2), random.integer(in: 1...9)] + spatial)
    let op = random.makeOp(types[Int(seed) % types.count], for: TensorType(x))
    try compare(op, x, seed)
  }

  /// Checks that all instruction sets agree with the reference, and any number of threads with one to
  /// the bit.
  private func compare(
    _ op: some Op, _ x: Shape, _ seed: UInt64, within tolerance: Double = 1e-5
  ) throws {
    try compare(op, SeededTensors(seed: seed).input("x", x), seed, within: tolerance)
  }

  private func compare(
    _ op: some Op, _ input: Tensor, _ seed: UInt64, within tolerance: Double = 1e-5
  ) throws {
    let x = input.shape
    // A window that is larger than its input has no result.
    guard (try? op.checkedResultType(for: [TensorType(x)])) != nil else { return }
    let tensors = SeededTensors(seed: seed)
    let parameters = op.storedTensors(for: [TensorType(x)]).map { tensors.tensor($0) }
    let expected = try op.reference([input], parameters)
    var ofInstructionSet: [InstructionSet: [UInt32]] = [:]
    for options in ProgramOptions.all {
      let result = try op.computed([input], parameters, options: options)
      let what = "\(op) of \(x), \(options)"
      try result.check(equals: expected, within: tolerance, what)
      let bits = result.elements.map(\.bitPattern)
      let first = ofInstructionSet[options.instructionSet] ?? bits
      #expect(bits == first, "\(what): threads change the result")
      ofInstructionSet[options.instructionSet] = first
    }
  }

}
