import CNNIR
import CNNPlanning
import CNNRuntime
import CNNTestSupport
import Synchronization
import Testing

/// Parameters packed part by part.
struct PackingTests {

  /// Layers whose filters are packed in every way: blocked, with windows transformed, channel by
  /// channel, in groups, in phases, as matrices.
  static let network = """
    graph g(%x: f32[1x3x16x16]) {
      %a = conv %x {filters = 40, kernel = 3, padding = 1}
      %b = conv %a {filters = 72, kernel = 3, padding = 1}
      %w = conv %b {filters = 72, kernel = 5, padding = 2}
      %v = conv %w {filters = 72, kernel = [1, 7], padding = [0, 3]}
      %u = conv %v {filters = 72, kernel = [7, 1], padding = [3, 0]}
      %c = conv %u {filters = 72, kernel = 5, padding = 2, groups = 72}
      %d = conv %c {filters = 36, kernel = 1, groups = 4}
      %e = conv %d {filters = 10, kernel = 3, stride = 2, dilation = 2}
      %f = convTranspose %e {filters = 20, kernel = 3, stride = 2}
      %g = flatten %f
      %h = linear %g {features = 20}
      return %h
    }
    """

  /// Where copies read and write, element by element, or window by window.
  static func moves(_ copies: [Packing.Copy]) -> Set<[Int]> {
    func moves(_ loops: ArraySlice<Packing.Loop>, _ source: Int, _ target: Int) -> [[Int]] {
      guard let loop = loops.first else { return [[source, target]] }
      return (0..<loop.count).flatMap {
        moves(loops.dropFirst(), source + $0 * loop.source, target + $0 * loop.target)
      }
    }
    return Set(copies.flatMap { moves($0.loops[...], $0.source, $0.target) })
  }

  @Test(arguments: [1, 100, 4_000, 1 << 20])
  func `parts are the whole`(_ size: Int) throws {
    let graph = try Graph(irText: Self.network)
    for (target, isExact) in [(Target.avx512, false), (.avx512, true), (.sse2, false)] {
      var options = PlanOptions(target: target)
      options.isExact = isExact
      for parameter in StepPlan(graph, options: options).parameters {
        let packing = parameter.packing
        let count = parameter.shape.elementCount
        let parts = packing.parts(of: count, size: size)
        #expect(parts.first?.source.lowerBound == 0)
        #expect(parts.last?.source.upperBound == count)
        for (part, next) in zip(parts, parts.dropFirst()) {
          #expect(part.source.upperBound == next.source.lowerBound)
        }
        let width = packing.transform?.taps ?? 1
        for part in parts {
          for move in Self.moves(part.copies) {
            #expect(part.source.contains(move[0]) && part.source.contains(move[0] + width - 1))
          }
        }
        #expect(Self.moves(parts.flatMap(\.copies)) == Self.moves(packing.copies))
        #expect(
          parts.map { Self.moves($0.copies).count }.reduce(0, +) == Self.moves(packing.copies).count
        )
        let sources = Self.moves(packing.copies).map { $0[0] }
        #expect(Set(sources).count == sources.count)
      }
    }
  }

  /// A layer of the networks below: its op, the shape of its weights and the number of its groups.
  private struct Layer {
    var op = "conv"
    var weights: [Int]
    var groups = 1

    var filters: Int { op == "conv" ? weights[0] : weights[1] * groups }
    var shape: String { weights.map(String.init).joined(separator: "x") }
  }

  private static let layers = [
    Layer(weights: [40, 24, 3, 3]), Layer(weights: [72, 40, 1, 1]), Layer(weights: [64, 72, 5, 5]),
    Layer(weights: [64, 1, 3, 3], groups: 64), Layer(weights: [48, 16, 3, 3], groups: 4),
    Layer(op: "convTranspose", weights: [48, 36, 2, 2]),
    Layer(op: "convTranspose", weights: [36, 1, 3, 3], groups: 36),
    Layer(weights: [10, 36, 3, 3]),
  ]

  /// Layers with weights of their own or, if `isScaled`, with rows of weights times tenths, which are no
  /// floats.
  private static func network(isScaled: Bool) -> String {
    let parameters = layers.enumerated().map { (index, layer) in
      "parameter @w\(index): f32[\(layer.shape)] weight\n"
        + (isScaled ? "parameter @s\(index): f32[\(layer.weights[0])] normWeight" : "")
    }
    let nodes = layers.enumerated().map { (index, layer) in
      let factors = "reshape(multiply(@s\(index), 0.1), [\(layer.weights[0])x1x1x1])"
      let product = "reshape(multiply(@w\(index), \(factors)), [\(layer.shape)])"
      let attributes =
        "filters = \(layer.filters), kernel = \(layer.weights[2]), "
        + (layer.op == "conv" ? "padding = \(layer.weights[2] / 2), " : "stride = 1, ")
        + "bias = false, groups = \(layer.groups)"
      return """
        %v\(index + 1) = \(layer.op) %v\(index) {\(attributes)}
          with weight = \(isScaled ? product : "@w\(index)")
        """
    }
    return """
      graph g(%v0: f32[1x24x20x20]) {
        \((parameters + nodes).joined(separator: "\n"))
        return %v\(layers.count)
      }
      """
  }

  /// Counts what is looked at of each tensor.
  private final class Counter: TensorLookup {

    let tensors: [String: Tensor]
    let checked = Mutex<[String: Int]>([:])
    let others = Mutex<[String: Int]>([:])

    init(_ tensors: [String: Tensor]) { self.tensors = tensors }

    var hasParts: Bool { true }

    func shape(of name: String) -> Shape { tensors.shape(of: name) }

    func withElements<Result>(
      of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Result
    ) -> Result {
      others.withLock { $0[name, default: 0] += range.count }
      return tensors.withElements(of: name, in: range, body)
    }

    func withChecked(
      of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Bool
    ) {
      checked.withLock { $0[name, default: 0] += range.count }
      _ = tensors.withElements(of: name, in: range, body)
    }

  }

  /// The filters of transposed convolutions with several channels lie behind each other in no order of rows.
  @Test(arguments: [false, true])
  func `filters are read once`(_ isScaled: Bool) throws {
    let graph = try Graph(irText: Self.network(isScaled: isScaled))
    let counter = Counter(graph.seededTensors(1))
    _ = Program(graph, tensors: counter)
    let checked = counter.checked.withLock { $0 }
    for (index, layer) in Self.layers.enumerated() where layer.op == "conv" {
      #expect(checked["w\(index)"] == layer.weights.reduce(1, *))
      #expect(counter.others.withLock { $0["w\(index)"] } == nil)
      let factors = counter.others.withLock { $0["s\(index)"] }
      #expect(factors == (isScaled ? layer.weights[0] : nil))
    }
  }

  /// Rows are multiplied as they are packed, which is what comes of packing products: by numbers between
  /// floats, even where these are larger than most, 0 or among others that are.
  @Test(arguments: [[1], [1e25], [1, 1, 1e25, 0]] as [[Float]])
  func `rows times numbers are packed as the products are`(_ scales: [Float]) throws {
    let scaled = try Graph(irText: Self.network(isScaled: true))
    var tensors = scaled.seededTensors(1)
    for index in Self.layers.indices {
      let (weights, factors) = ("w\(index)", "s\(index)")
      let size = tensors[weights]!.shape.elementCount / tensors[factors]!.shape.elementCount
      for row in tensors[factors]!.elements.indices {
        let scale = scales[row % scales.count]
        tensors[factors]!.elements[row] *= scale
        guard scale > 0 else { continue }
        for element in row * size..<(row + 1) * size {
          tensors[weights]!.elements[element] /= scale
        }
      }
    }
    try check(scaled, tensors)
  }

  /// An infinite weight stays one.
  @Test func `infinite rows are packed as the products are`() throws {
    let scaled = try Graph(irText: Self.network(isScaled: true))
    var tensors = scaled.seededTensors(1)
    for index in [0, 500, 3_000] { tensors["w1"]!.elements[index % 2_880] = .infinity }
    try check(scaled, tensors)
  }

  /// Compares rows times numbers with products that are made before, to the bit.
  private func check(_ scaled: Graph, _ tensors: [String: Tensor]) throws {
    var products: [String: Tensor] = [:]
    for node in scaled.nodes {
      let name = try #require(node.parameters[0].tensorNames.first)
      products[name] = node.parameters[0].evaluate(tensors)
    }
    let plain = try Graph(irText: Self.network(isScaled: false))
    let inputs = plain.seededInputs(2)
    func bits(_ outputs: [Tensor]) -> [[UInt32]] {
      outputs.map { $0.elements.map { $0.isNaN ? .max : $0.bitPattern } }
    }
    for options in ProgramOptions.all {
      let program = Program(scaled, tensors: tensors, options: options)
      let expected = Program(plain, tensors: products, options: options)
      #expect(
        bits(program.run(inputs, in: program.makeSession(threads: options.threads)))
          == bits(expected.run(inputs, in: expected.makeSession(threads: options.threads))),
        "\(options)")
      #expect(
        bits(Program.runOnce(scaled, inputs, tensors: tensors, options: options))
          == bits(Program.runOnce(plain, inputs, tensors: products, options: options)),
        "\(options)")
    }
  }

  @Test func `a matrix that is read where it is is looked at once`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[5x70]) {
          %a = linear %x {features = 90, bias = false}
          return %a
        }
        """)
    let counter = Counter(graph.seededTensors(1))
    _ = Program.runOnce(graph, graph.seededInputs(2), tensors: counter, options: ProgramOptions())
    #expect(counter.checked.withLock { $0 } == ["a.weight": 90 * 70])
    #expect(counter.others.withLock { $0 } == [:])
  }

  @Test func `large filters have many parts`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x256x8x8]) {
          %a = conv %x {filters = 256, kernel = 3, padding = 1}
          %b = flatten %a
          %c = linear %b {features = 512}
          return %c
        }
        """)
    let plan = StepPlan(graph, options: PlanOptions(target: .avx512))
    for parameter in plan.parameters where parameter.slot == "weight" {
      let size = parameter.shape.elementCount / 8
      let parts = parameter.packing.parts(of: parameter.shape.elementCount, size: size)
      #expect(parts.count >= 4)
      #expect(parts.allSatisfy { $0.source.count <= 3 * size })
    }
  }

}
