import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Layers whose weights are stored as lengths and directions.
struct WeightNormTests {

  private static let value = "multiply(@l.weight_g, divide(@l.weight_v, norm(@l.weight_v)))"

  private func conv() -> Conv {
    var conv = Conv()
    (conv.filters, conv.kernel, conv.weightNorm) = (4, 3, true)
    return conv
  }

  /// A graph of a single layer.
  private func graph(_ op: any Op, _ shape: Shape, names: [String: String] = [:]) throws -> Graph {
    var graph = Graph(name: "g")
    let x = graph.addInput("x", TensorType(shape))
    graph.addOutput(try graph.append(op, [x], name: "l", tensorNames: names))
    return graph
  }

  private func slot(_ isWeightNormalized: Bool) -> ParameterSlot {
    var slot = ParameterSlot("weight", Shape(4, 3, 5), .transposedWeight)
    slot.isWeightNormalized = isWeightNormalized
    return slot
  }

  @Test func `a plain slot is one tensor`() {
    let (tensors, value) = slot(false).storage { "l." + $0 }
    let shape = Shape(4, 3, 5)
    #expect(
      tensors == [NamedTensor(name: "l.weight", shape: shape, role: .transposedWeight)])
    #expect(value == .tensor("l.weight"))
  }

  @Test func `a normalised slot is a length for each first index, and directions`() {
    let (tensors, value) = slot(true).storage { "l." + $0 }
    #expect(
      tensors == [
        NamedTensor(name: "l.weight_g", shape: Shape(4, 1, 1), role: .normWeight),
        NamedTensor(name: "l.weight_v", shape: Shape(4, 3, 5), role: .transposedWeight),
      ])
    #expect(value.description == Self.value)
    let shapes = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.shape) })
    #expect(value.shape { shapes[$0] } == Shape(4, 3, 5))
  }

  @Test func `the value has the lengths, in the directions`() {
    let tensors = [
      "l.weight_g": Tensor(Shape(2, 1), [10, 2]),
      "l.weight_v": Tensor(Shape(2, 2), [3, 4, 0, -0.5]),
    ]
    var slot = ParameterSlot("weight", Shape(2, 2), .weight)
    slot.isWeightNormalized = true
    let value = slot.storage { "l." + $0 }.value
    #expect(value.evaluate(tensors).elements == [6, 8, 0, -2])
  }

  @Test func `a layer declares and uses both tensors, before its bias`() throws {
    let graph = try graph(conv(), Shape(1, 2, 8, 8))
    #expect(graph.usedTensors.map(\.name) == ["l.weight_g", "l.weight_v", "l.bias"])
    #expect(
      graph.usedTensors.map(\.shape) == [Shape(4, 1, 1, 1), Shape(4, 2, 3, 3), Shape(4)])
    #expect(graph.nodes.map { $0.parameters[0].description } == [Self.value])
    #expect(try CostTable(graph).total.parameters == 4 + 4 * 2 * 3 * 3 + 4)
    #expect(try CostTable(graph).total.buffers == 0)
    try graph.verify()
  }

  @Test func `the lengths of a transposed convolution are of its inputs`() throws {
    var conv = ConvTranspose()
    (conv.filters, conv.kernel, conv.weightNorm) = (8, 2, true)
    let graph = try graph(conv, Shape(1, 3, 4, 4))
    #expect(
      graph.usedTensors.map(\.shape) == [Shape(3, 1, 1, 1), Shape(3, 8, 2, 2), Shape(8)])
    #expect(graph.usedTensors.map(\.role) == [.normWeight, .transposedWeight, .bias])
  }

  @Test func `what is implied is not printed`() throws {
    let graph = try graph(conv(), Shape(1, 2, 8, 8))
    let line = "%l = conv %x {filters = 4, kernel = 3, weightNorm = true} : f32[1x4x6x6]"
    #expect(graph.description == "graph g(%x: f32[1x2x8x8]) {\n  \(line)\n  return %l\n}\n")
    #expect(try Graph(irText: graph.description).usedTensors == graph.usedTensors)
  }

  @Test func `other names are printed, and read again`() throws {
    let names = ["weight_g": "shared.g", "weight_v": "shared.v"]
    let graph = try graph(conv(), Shape(1, 2, 8, 8), names: names)
    #expect(
      graph.description.contains(
        "weight = multiply(@shared.g, divide(@shared.v, norm(@shared.v))), bias = @l.bias"))
    try graph.checkRoundTrip()
    #expect(try Graph(irText: graph.description).usedTensors == graph.usedTensors)
  }

  @Test func `two layers share both tensors`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x3]) {
          %l = linear %x {features = 3, bias = false, weightNorm = true}
          %m = linear %l {features = 3, bias = false, weightNorm = true} with weight = \(Self.value)
          return %m
        }
        """)
    #expect(graph.usedTensors.map(\.name) == ["l.weight_g", "l.weight_v"])
    #expect(try CostTable(graph).total.parameters == 3 + 9)
    try graph.checkRoundTrip()
  }

  @Test func `a tensor declared on top has the shape of what is stored`() {
    let text = """
      graph g(%x: f32[1x3]) {
        parameter @l.weight_g: f32[7] normWeight
        %l = linear %x {features = 4, weightNorm = true}
        return %l
      }
      """
    let error = #expect(throws: UnreadableGraph.self) { try Graph(irText: text) }
    #expect(error?.description.contains("'weight' needs the shape 4x3 [wrong-parameters]") == true)
  }

  @Test func `another input gives both tensors other shapes`() throws {
    var graph = try graph(conv(), Shape(1, 2, 8, 8))
    graph.setType(TensorType(Shape(1, 5, 7)), ofInput: 0)
    try graph.inferTypes()
    #expect(graph.usedTensors.map(\.shape) == [Shape(4, 1, 1), Shape(4, 5, 3), Shape(4)])
    try graph.verify()
  }

  @Test func `a weight that is made of others keeps their shapes`() throws {
    var graph = try Graph(
      irText: """
        graph g(%x: f32[1x3]) {
          parameter @w: f32[2x3] weight
          %l = linear %x {features = 2, bias = false, weightNorm = true} with weight = sqrt(@w)
          return %l
        }
        """)
    graph.setType(TensorType(Shape(1, 4)), ofInput: 0)
    try graph.inferTypes()
    #expect(graph.tensor(named: "w")?.shape == Shape(2, 3))
    #expect(throws: InvariantViolation.self) { try graph.verify() }
  }

}
