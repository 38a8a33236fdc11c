import CNNIR
import CNNRuntime
import CNNTestSupport
import Testing

/// What does not fill vectors or groups of rows: kernels of other sizes compute it, with the same bits for
/// any number of threads.
struct TailKernelTests {

  /// Half blocks of filters, whose neighbouring pixels share vectors, beside whole ones.
  @Test(arguments: UInt64(0)..<60)
  func `few filters are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let kernel = random.integer(in: 1...5)
    let shape =
      "\(random.integer(in: 1...2))x\(random.integer(in: 1...5))x\(random.integer(in: 5...9))"
      + "x\(random.integer(in: 5...45))"
    let filters = random.integer(in: 1...9)
    let window =
      "{filters = \(filters), kernel = \(kernel), padding = \(random.integer(in: 0...2)), "
      + "dilation = \(kernel < 4 ? random.integer(in: 1...2) : 1)}"
    let graph = try Graph(
      irText: """
        graph g(%x: f32[\(shape)]) {
          %a = conv %x \(window) then relu
          %b = conv %x \(window)
            \(random.element(of: ["", "then add %a", "then add %a then relu6", "then silu"]))
          %c = conv %b {filters = 3, kernel = 1}
          return a: %a, b: %b, c: %c
        }
        """)
    try checkForAllThreads(graph)
  }

  /// Matrices whose rows are multiplied together and one by one, in pieces, by several turns of inputs.
  @Test(arguments: [1, 2, 3, 5, 49, 100], [15, 31, 120, 1024, 1025, 2100])
  func `dense layers are those of the reference`(_ vectors: Int, _ count: Int) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[\(vectors)x\(count)]) {
          %a = linear %x {features = 19} then relu
          return %a
        }
        """)
    try checkForAllThreads(graph)
  }

  /// Checks that the runtime's outputs are the reference's, and the same for all numbers of threads.
  private func checkForAllThreads(_ graph: Graph) throws {
    let expected = graph.referenceOutputs()
    var ofInstructionSet: [InstructionSet: [Tensor]] = [:]
    for options in ProgramOptions.all {
      let outputs = graph.programOutputs(options: options)
      try check(outputs, equal: expected, within: 1e-5, "\(options)")
      let first = ofInstructionSet[options.instructionSet] ?? outputs
      #expect(outputs == first, "\(options): threads change the result")
      ofInstructionSet[options.instructionSet] = first
    }
  }

}
