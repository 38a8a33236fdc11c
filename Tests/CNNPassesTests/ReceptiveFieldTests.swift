import CNNIR
import CNNOps
import CNNPasses
import CNNRuntime
import CNNTestSupport
import Foundation
import Testing

/// What part of the input a value depends on, against what the reference kernels show: another number
/// in the input changes what depends on it.
struct ReceptiveFieldTests {

  /// For each value of the last axis of a result, the positions along the last axis of the first input
  /// where other numbers change it.
  ///
  /// A NaN is not hidden by a maximum, but also changes what multiplies it by 0: the mixture of
  /// elements in a resampled picture.
  private func dependencies(_ graph: Graph) -> [[Int]] {
    let other: Float = graph.nodes.contains(where: \.isMixingResize) ? 1e4 : .nan
    let input = graph.inputs[0].type.shape
    let extent = input[input.count - 1]
    let result = graph.type(of: graph.outputs[0].value).shape
    var dependencies = Array(repeating: [Int](), count: result[result.count - 1])
    let tensors = graph.seededTensors(1)
    var inputs = SeededTensors(seed: 2).inputs(of: graph)
    let plain = inputs[0]
    let unchanged = ReferenceInterpreter(graph, tensors: tensors).run(inputs)[0].elements
    for position in 0..<extent {
      inputs[0] = plain
      for index in plain.elements.indices where index % extent == position {
        inputs[0].elements[index] = other
      }
      let changed = ReferenceInterpreter(graph, tensors: tensors).run(inputs)[0].elements
      let seen = Set(
        changed.indices.filter { changed[$0] != unchanged[$0] }.map { $0 % dependencies.count })
      for index in seen { dependencies[index].append(position) }
    }
    return dependencies
  }

  private func map(_ graph: Graph) throws -> PositionMap {
    let field = try #require(ReceptiveFields(graph)[graph.outputs[0].value].last)
    return try #require(field.map)
  }

  /// A chain of layers over one axis, perhaps with two branches that meet.
  private func chain(_ seed: UInt64) -> Graph {
    var random = SeededRandom(seed: seed)
    var graph = Graph(name: "chain\(seed)")
    var value = graph.addInput("input", TensorType(Shape(1, 1, 80)))
    for index in 0..<random.integer(in: 1...5) {
      let layer = layer(&random)
      if random.chance(25), let branch = try? graph.append(layer, [value], name: "b\(index)"),
        graph.type(of: branch) == graph.type(of: value),
        let sum = try? graph.append(Add(), [value, branch], name: "s\(index)")
      {
        value = sum
      } else if let result = try? graph.append(layer, [value], name: "n\(index)"),
        graph.type(of: result).shape[2] <= 200
      {
        value = result
      }
    }
    graph.addOutput(value)
    return graph
  }

  private func layer(_ random: inout SeededRandom) -> any Op {
    let kernel = Extents([random.integer(in: 1...4)])
    switch random.integer(in: 0...5) {
    case 0:
      var pool = MaxPool()
      pool.kernel = kernel
      pool.stride = Extents([random.integer(in: 1...3)])
      return pool
    case 1:
      var pool = AveragePool()
      pool.kernel = kernel
      return pool
    case 2:
      var conv = ConvTranspose()
      conv.kernel = kernel
      conv.stride = Extents([random.integer(in: 1...3)])
      conv.dilation = Extents([random.integer(in: 1...3)])
      conv.padding = .symmetric(Extents([random.integer(in: 0...1)]))
      return conv
    case 3:
      var resize = Resize()
      resize.scale = random.element(of: [0.5, 1.5, 2, 3])
      resize.mode = random.element(of: Resize.Mode.allCases)
      return resize
    default:
      var conv = Conv()
      conv.kernel = kernel
      conv.stride = Extents([random.integer(in: 1...3)])
      conv.dilation = Extents([random.integer(in: 1...3)])
      conv.padding = .symmetric(Extents([random.integer(in: 0...2)]))
      return conv
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func `a field is what changes an element`(_ seed: UInt64) throws {
    let graph = chain(seed)
    let dependencies = dependencies(graph)
    let map = try map(graph)
    for (index, positions) in dependencies.enumerated() {
      let range = map[index]
      let outside = positions.filter { range?.contains($0) != true }
      #expect(outside == [], "\(graph) at \(index)")
    }
    // In the middle no border is near.
    let middle = dependencies.count / 2
    let hidesChanges =
      graph.nodes.contains(where: \.isMixingResize)
      && graph.nodes.contains { $0.op is MaxPool }
    if hidesChanges { return }
    guard let range = map[middle], range.lowerBound >= 0, range.upperBound < 80 else { return }
    #expect(dependencies[middle].first == range.lowerBound, "\(graph)")
    #expect(dependencies[middle].last == range.upperBound, "\(graph)")
  }

  @Test(arguments: UInt64(0)..<300)
  func `nothing outside a field matters in any graph`(_ seed: UInt64) throws {
    var graph = GraphGenerator.graph(seed: seed)
    let value = graph.outputs[0].value
    let isExcluded = graph.nodes.contains {
      $0.op is Argmax || $0.op is DeformConv || $0.hasMirror
    }
    if isExcluded { return }
    let fields = ReceptiveFields(graph)[value]
    guard let field = fields.last, graph.inputs[0].type.spatialRank == fields.count,
      let map = field.map,
      field.axis == graph.type(of: value).shape.count - 1
    else { return }
    graph = graph.returning(value)
    for (index, positions) in dependencies(graph).enumerated() {
      let seen = { (position: Int) in
        map[index]?.contains(position) == true || field.constant?.contains(position) == true
      }
      #expect(positions.allSatisfy(seen), "\(graph) at \(index)")
    }
  }

  // MARK: - The lectures' rules

  private func field(_ layers: [(kernel: Int, stride: Int, dilation: Int)]) throws -> PositionMap {
    var graph = Graph(name: "stack")
    var value = graph.addInput("input", TensorType(Shape(1, 1, 400)))
    for (index, layer) in layers.enumerated() {
      var conv = Conv()
      conv.kernel = Extents([layer.kernel])
      conv.stride = Extents([layer.stride])
      conv.dilation = Extents([layer.dilation])
      value = try graph.append(conv, [value], name: "n\(index)")
    }
    graph.addOutput(value)
    return try map(graph)
  }

  @Test func `L layers of K at stride 1 see 1 + L (K - 1)`() throws {
    for count in 1...5 {
      let layers = Array(repeating: (kernel: 3, stride: 1, dilation: 1), count: count)
      #expect(try field(layers).extent == 1 + count * 2)
    }
  }

  @Test func `dilations 1, 2 and 4 see 3, 7 and 15`() throws {
    let layers = [1, 2, 4].map { (kernel: 3, stride: 1, dilation: $0) }
    #expect(try (1...3).map { try field(Array(layers.prefix($0))).extent } == [3, 7, 15])
  }

  @Test func `two 3x3 see what one 5x5 sees, three what one 7x7 does`() throws {
    let layer = (kernel: 3, stride: 1, dilation: 1)
    #expect(try field([layer, layer]) == field([(5, 1, 1)]))
    #expect(try field([layer, layer, layer]) == field([(7, 1, 1)]))
  }

  /// The first layers of VGG-16, whose numbers are published (google-research/receptive_field): 212,
  /// 32 and 90 at `pool5`.
  @Test func `VGG-16`() throws {
    var graph = Graph(name: "vgg")
    var value = graph.addInput("input", TensorType(Shape(1, 1, 224)))
    for (block, count) in [2, 2, 3, 3, 3].enumerated() {
      for index in 0..<count {
        var conv = Conv()
        conv.kernel = 3
        conv.padding = 1
        value = try graph.append(conv, [value], name: "c\(block)_\(index)")
      }
      var pool = MaxPool()
      pool.kernel = 2
      value = try graph.append(pool, [value], name: "p\(block)")
    }
    graph.addOutput(value)
    let map = try map(graph)
    #expect(map.extent == 212)
    #expect(map.advance == 32)
    #expect(map.period == 1)
    #expect(map[0]?.lowerBound == -90)
  }

  // MARK: - Branches

  @Test(arguments: [
    ("conv %x {filters = 1, kernel = 3, padding = 1}", "conv %x {filters = 1, kernel = 1}", true),
    // As TensorFlow pads an even extent, the window lies a pixel further right than the shortcut.
    (
      "conv %x {filters = 1, kernel = 3, stride = 2, padding = \"same\"}",
      "conv %x {filters = 1, kernel = 1, stride = 2}", false
    ),
    (
      "maxPool %x {kernel = 3, stride = 2, padding = 1}",
      "conv %x {filters = 1, kernel = 5, stride = 2, padding = 2}", true
    ),
    ("crop %x {size = 6, offset = 0}", "crop %x {size = 6}", false),
  ])
  func `branches that look elsewhere are told`(
    _ first: String, _ second: String, _ isAligned: Bool
  ) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x1x8x8]) { %a = \(first) %b = \(second) %c = add %a, %b return %c }
        """)
    let misalignments = ReceptiveFields(graph).misalignments
    #expect(misalignments.isEmpty == isAligned, "\(misalignments)")
    #expect(Set(misalignments.map(\.axis)) == (isAligned ? [] : [0, 1]))
  }

  @Test func `a branch through a global pool sees all`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x2x8x8]) {
          %a = globalAvgPool %x %b = sigmoid %a %c = mul %x, %b return %c
        }
        """)
    let fields = ReceptiveFields(graph)
    let field = try #require(fields[graph.outputs[0].value].first)
    #expect(field.axis == 2)
    #expect(field.map == .identity)
    #expect(field.constant == 0...7)
    #expect(fields.misalignments.isEmpty)
  }

  /// Positions far beyond any picture are given up before they overflow.
  @Test func `steps of two thousand million are given up`() throws {
    let layers = (1...4).map { (index) in
      "%v\(index) = maxPool %v\(index - 1) {kernel = 2147483647, padding = 1073741823, "
        + "stride = 2147483647}"
    }
    let graph = try Graph(
      irText: """
        graph g(%v0: f32[1x1x2147483647]) {
          \(layers.joined(separator: "\n"))
          return %v4
        }
        """)
    let field = try #require(ReceptiveFields(graph)[graph.outputs[0].value].first)
    #expect(field.axis == 2)
    #expect(field.map == nil)
  }

  /// A table of a hundred million lines is not made.
  @Test func `large strides are given up`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x1x2]) {
          %a = convTranspose %x {filters = 1, kernel = 1, stride = 100000000} return %a
        }
        """)
    let field = try #require(ReceptiveFields(graph)[graph.outputs[0].value].first)
    #expect(field.axis == 2)
    #expect(field.map == nil)
  }

}

extension Node {

  /// Whether the node is a resampling whose elements have weights.
  fileprivate var isMixingResize: Bool {
    guard let resize = op as? Resize else { return false }
    return resize.mode == .bilinear || resize.mode == .bicubic
  }

  /// Whether a border of the node shows what lies elsewhere.
  fileprivate var hasMirror: Bool {
    if let pad = op as? Pad { return pad.mode != .constant }
    return (op as? Conv).map { $0.mode != .zeros } ?? false
  }

}

extension Graph {

  /// The graph with `value` as its only output.
  fileprivate func returning(_ value: ValueID) -> Graph {
    var text = description
    let end = text.range(of: "return", options: .backwards)!.lowerBound
    text = String(text[..<end]) + "return %\(name(of: value))\n}\n"
    return try! Graph(irText: text)
  }

}
