import CNNIR
import CNNPlanning
import CNNRuntime
import CNNTestSupport
import Testing

/// Graphs that are run only once, whose parameters take turns in memory.
struct SingleRunTests {

  /// Tensors of which no part can be had without the whole, as in a compressed file.
  private struct Whole: TensorLookup {

    let tensors: [String: Tensor]

    var hasParts: Bool { false }

    func shape(of name: String) -> Shape { tensors.shape(of: name) }

    func withElements<Result>(
      of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Result
    ) -> Result {
      tensors.withElements(of: name, in: range, body)
    }

  }

  /// The same kernels read the same numbers, so that results are equal to the bit.
  @Test func `a single run is that of a program`() throws {
    let graph = try Graph(irText: PackingTests.network)
    for var options in ProgramOptions.all {
      options.isExact = true
      let expected = graph.programOutputs(options: options)
      #expect(graph.singleRunOutputs(options: options) == expected, "\(options)")
      let whole = Whole(tensors: graph.seededTensors(1))
      let outputs = Program.runOnce(
        graph, graph.seededInputs(2), tensors: whole, options: options)
      #expect(outputs == expected, "\(options)")
    }
  }

  /// Other algorithms than a program's, each with memory of its own.
  @Test func `a single run is the reference's`() throws {
    let graph = try Graph(irText: PackingTests.network)
    let expected = graph.referenceOutputs()
    for options in ProgramOptions.all {
      try check(
        graph.singleRunOutputs(options: options), equal: expected, within: 1e-4, "\(options)")
    }
  }

  /// Large values first, many weights later.
  @Test func `parameters lie where there are no values`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x16x64x64]) {
          %a = conv %x {filters = 32, kernel = 3, padding = 1}
          %b = maxPool %a {kernel = 16}
          %c = conv %b {filters = 256, kernel = 3, padding = 1}
          return %c
        }
        """)
    var options = PlanOptions(target: .avx512)
    options.isExact = true
    let values = StepPlan(graph, options: options).arenaSize
    options.keepsParameters = false
    let plan = StepPlan(graph, options: options)
    let largest = try #require(plan.loads.map(\.size).max())
    #expect(largest > values / 3)
    // Beside the largest values, there are those of the first layer.
    #expect(plan.arenaSize < values + largest / 4)
  }

  @Test func `only one node's parameters are in memory`() throws {
    let graph = try Graph(irText: PackingTests.network)
    var options = PlanOptions(target: .avx512)
    let all = StepPlan(graph, options: options)
    options.keepsParameters = false
    let plan = StepPlan(graph, options: options)
    #expect(all.loads.count == 1)
    #expect(all.loads[0].step == 0)
    #expect(all.loads[0].size == all.parametersSize)
    #expect(plan.loads.count == graph.nodes.filter { !$0.parameters.isEmpty }.count)
    #expect(plan.parametersSize == 0)
    for load in plan.loads {
      #expect(load.parameters.allSatisfy { $0.offset + $0.packing.count <= load.size })
      #expect(load.offset + load.size <= plan.arenaSize)
    }
    #expect(plan.arenaSize < all.arenaSize + all.parametersSize / 3 * 2)
    for (load, next) in zip(plan.loads, plan.loads.dropFirst()) { #expect(load.step < next.step) }
  }

  /// Matrices are read in several parts by each thread.
  @Test func `dense layers read their matrices where they are`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[2x3380]) {
          parameter @w: f32[20x251] weight
          parameter @s: f32[20] normWeight
          %a = linear %x {features = 251}
          %b = linear %a {features = 20, bias = false}
            with weight = multiply(@w, reshape(@s, [20x1]))
          return a: %a, b: %b
        }
        """)
    for options in ProgramOptions.all {
      #expect(
        graph.singleRunOutputs(options: options) == graph.programOutputs(options: options),
        "\(options)")
    }
  }

  @Test(arguments: [true, false])
  func `all that packing does not write is zero`(_ isExact: Bool) throws {
    var options = PlanOptions(target: .avx512)
    (options.keepsParameters, options.isExact) = (false, isExact)
    for load in StepPlan(try Graph(irText: PackingTests.network), options: options).loads {
      var isKnown = Array(repeating: false, count: load.size)
      for index in load.zeros.joined() { isKnown[index] = true }
      for parameter in load.parameters {
        for copy in parameter.packing.copies {
          for move in PackingTests.moves([copy]) {
            for coefficient in 0..<(parameter.packing.transform?.coefficients ?? 1) {
              isKnown[parameter.offset + move[1] + coefficient * copy.coefficientStride] = true
            }
          }
        }
      }
      #expect(isKnown.allSatisfy { $0 })
    }
  }

  /// What is transformed for one image only has to save more than that takes.
  @Test func `filters are transformed for large images only`() throws {
    func transforms(_ side: Int, keepsParameters: Bool) throws -> Bool {
      var options = PlanOptions(target: .avx512)
      options.keepsParameters = keepsParameters
      let text = """
        graph g(%x: f32[1x256x\(side)x\(side)]) {
          %a = conv %x {filters = 64, kernel = 3, padding = 1}
          return %a
        }
        """
      return StepPlan(try Graph(irText: text), options: options).steps.contains {
        if case .winograd = $0.step { true } else { false }
      }
    }
    #expect(try transforms(8, keepsParameters: true))
    #expect(try !transforms(8, keepsParameters: false))
    #expect(try transforms(56, keepsParameters: false))
  }

}
