import CNNIR
import CNNPlanning
import CNNRuntime
import CNNTestSupport
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
      }
    }
  }

  /// Layers with weights of their own or, if `isScaled`, with rows of weights times numbers.
  private static func network(isScaled: Bool) -> String {
    let shapes = ["40x24x3x3", "70x40x1x1", "64x70x5x5", "64x1x3x3", "48x64x3x3", "10x48x3x3"]
    let layers = shapes.enumerated().map { (index, shape) in
      let extents = shape.split(separator: "x")
      let (filters, kernel) = (Int(extents[0])!, Int(extents[2])!)
      let product = "multiply(@w\(index), reshape(@s\(index), [\(filters)x1x1x1]))"
      let weight = isScaled ? product : "@w\(index)"
      return """
        %v\(index + 1) = conv %v\(index) {
          filters = \(filters), kernel = \(kernel), padding = \(kernel / 2), bias = false,
          groups = \(extents[1] == "1" ? filters : 1)
        } with weight = \(weight)
        """
    }
    let parameters = shapes.enumerated().map { (index, shape) in
      let scale = "parameter @s\(index): f32[\(shape.prefix { $0 != "x" })] normWeight"
      return "parameter @w\(index): f32[\(shape)] weight\n" + (isScaled ? scale : "")
    }
    return """
      graph g(%v0: f32[1x24x20x20]) {
        \((parameters + layers).joined(separator: "\n"))
        return %v\(shapes.count)
      }
      """
  }

  /// Rows are multiplied as they are packed, which is what comes of packing products.
  @Test func `rows times numbers are packed as the products are`() throws {
    let scaled = try Graph(irText: Self.network(isScaled: true))
    let tensors = scaled.seededTensors(1)
    var products: [String: Tensor] = [:]
    for node in scaled.nodes {
      let name = try #require(node.parameters[0].tensorNames.first)
      products[name] = node.parameters[0].evaluate(tensors)
    }
    let plain = try Graph(irText: Self.network(isScaled: false))
    let inputs = plain.seededInputs(2)
    for options in ProgramOptions.all {
      let program = Program(scaled, tensors: tensors, options: options)
      let expected = Program(plain, tensors: products, options: options)
      #expect(
        program.run(inputs, in: program.makeSession())
          == expected.run(inputs, in: expected.makeSession()), "\(options)")
      #expect(
        Program.runOnce(scaled, inputs, tensors: tensors, options: options)
          == Program.runOnce(plain, inputs, tensors: products, options: options), "\(options)")
    }
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
