import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Graphs that are printed, read and printed again.
struct RoundTripTests {

  static let oddNames = [
    "layer1.0.conv1", "0", "a b", "with \"quotes\"", "back\\slash", "new\nline", "tab\t", "return",
    "\r", "\u{E9}t\u{E9}", "\u{1F600}", "e\u{301}", "-", "1e-05", "%x", "a,b", "", " ", "//",
    "\u{0}", "\u{2028}", "then", "graph", "\\n", "x}", "f32[1]",
  ]

  @Test(arguments: oddNames)
  func `odd names of graphs, inputs, nodes, tensors and outputs`(_ name: String) throws {
    var graph = Graph(name: name)
    let x = graph.addInput("in" + name, TensorType(Shape(1, 3)))
    let value = try graph.append(Linear(), [x], name: name)
    graph.addOutput(value, name: name)
    let again = try Graph(irText: graph.description)
    #expect(again.name == name)
    #expect(again.inputs.map(\.name) == ["in" + name])
    #expect(again.nodes.map(\.name) == [name])
    #expect(again.outputs.map(\.name) == [name])
    #expect(again.usedTensors.map(\.name) == ["\(name).weight", "\(name).bias"])
    #expect(again.description == graph.description)
  }

  @Test(arguments: [
    "resize {size = 256}", "resize {size = [3, 4], mode = \"bicubic\"}",
    "resize {size = [8, 8]}", "centerCrop {size = [224, 224]}",
    "centerCrop {size = [1, 2147483647]}",
    "normalize {mean = 0.5, std = 1e-05}", "normalize {mean = [0.485, 0.0, -1.0], std = 0.225}",
    "resize {size = 9} then centerCrop {size = [8, 8]} then normalize {mean = 0.5, std = 0.5}",
  ])
  func `a preprocess as it is printed`(_ steps: String) throws {
    let line = "  preprocess %x \(steps)\n"
    let text = "graph g(%x: f32[1x3x8x8]) {\n\(line)  return %x\n}\n"
    let graph = try Graph(irText: text)
    #expect(graph.description == text)
    try graph.checkRoundTrip()
  }

  @Test(arguments: [
    "%a = conv %x {filters = 2, kernel = [1, 2]}",
    "%a = conv %x {filters = 2, kernel = 3, stride = [2, 1], padding = [1, 2]}",
    "%a = conv %x {filters = 2, kernel = 3, padding = [[0, 1], [2, 1]]}",
    "%a = conv %x {filters = 2, kernel = 3, padding = [[1, 2]]}",
    "%a = conv %x {filters = 2, kernel = 3, padding = \"same\"}",
    "%a = conv %x {filters = 2, kernel = 3, padding = \"same_lower\"}",
    "%a = conv %x {filters = 2, kernel = 3, padding = \"valid\"}",
    "%a = conv %x {filters = 3, kernel = 3, dilation = 2, groups = 3, bias = false}",
    "%a = maxPool %x {kernel = 3, stride = 3}",
    "%a = maxPool %x {kernel = 2, stride = 1, ceil = true}",
    "%a = avgPool %x {kernel = 2, ceil = true, countIncludePad = false}",
    "%a = batchNorm %x {epsilon = 0.001, affine = false}",
    "%a = batchNorm %x {epsilon = 1e-12}",
    "%a = batchNorm %x {epsilon = 0.30000000000000004}",
    "%a = batchNorm %x {epsilon = 1e+20}",
    "%a = batchNorm %x {epsilon = 0.0}",
    "%a = dropout %x {rate = 0.25}",
    "%a = softmax %x {axis = \"last\"}",
    "%a = linear %x {features = 2147483647}",
    "%a = conv %x {filters = 2, kernel = 1} then relu then sigmoid then tanh",
    "%a = linear %x {features = 4, bias = false} then identity",
    "%a = conv %x {filters = 2, kernel = 3, weightNorm = true}",
    "%a = linear %x {features = 4, bias = false, weightNorm = true} then silu",
    "%a = convTranspose %x {filters = 6, kernel = 3, stride = 2, padding = 1, outputPadding = 1}",
    "%a = convTranspose %x {filters = 6, kernel = [1, 2], groups = 3, weightNorm = true}",
    "%a = conv %x {filters = 2, kernel = 1} then leakyRelu {slope = 0.1} then hardSwish",
    "%a = conv %x {filters = 2, kernel = 1} then gelu {approximate = \"tanh\"} then relu6",
    "%a = maxPool %x {kernel = 3, stride = 2, ceil = \"caffe\"}",
    "%a = adaptiveAvgPool %x {size = [2, 3]}",
    "%a = layerNorm %x {over = \"channels\", epsilon = 1e-06}",
    "%a = groupNorm %x {groups = 3, affine = false}", "%a = instanceNorm %x {affine = true}",
    "%a = lrn %x {size = 5, alpha = 2e-05, k = 2.0, alphaOverSize = false}",
    "%a = scale %x {bias = true}", "%a = prelu %x {perChannel = true}",
    "%a = hardSigmoid %x {slope = 0.2}", "%a = permute %x {order = [0, 2, 3, 1]}",
    "%a = slice %x {start = 1, end = 3}", "%a = crop %x {size = 3, offset = [0, 5]}",
    "%a = resize %x {scale = 1.5, mode = \"bicubic\", alignCorners = true}",
    "%a = resize %x {size = [4, 5], mode = \"nearest-exact\"}",
    "%a = spaceToDepth %x {factor = 2, order = \"spd\"}", "%a = channelShuffle %x {groups = 3}",
    "%a = dropPath %x {rate = 0.1}", "%a = embedding %x {vocabulary = 9, features = 2}",
    "%a = add %x {number = -0.5}", "%a = mul %x, %x {number = 1e-05}", "%a = mean %x, %x",
    "%a = max %x {number = 0.0}",
  ])
  func `a node as it is printed`(_ line: String) throws {
    let text = "graph g(%x: f32[2x3x8x8]) {\n  \(line)\n  return %a\n}\n"
    let graph = try Graph(irText: text)
    let node = try #require(graph.nodes.first { _ in true })
    #expect(graph.line(for: node) == "\(line) : \(node.type)")
    try graph.checkRoundTrip()
  }

  @Test(arguments: [
    ("{kernel = [3, 3], filters = 2}", "{filters = 2, kernel = 3}"),
    ("{filters = 2, kernel = 3, stride = 1, bias = true}", "{filters = 2, kernel = 3}"),
    (
      "{filters = 2, kernel = 3, padding = [[1, 1], [2, 2]],}",
      "{filters = 2, kernel = 3, padding = [1, 2]}"
    ),
    ("{\"filters\" = 2, kernel = 003}", "{filters = 2, kernel = 3}"),
  ])
  func `attributes are printed in one way`(_ written: String, _ printed: String) throws {
    let text = "graph g(%x: f32[2x3x8x8]) {\n  %a = conv %x \(written)\n  return %a\n}\n"
    #expect(try Graph(irText: text).description.contains("conv %x \(printed) :"))
  }

  @Test(arguments: [
    "@w", "multiply(@w, 2.0)", "divide(@w, -1e-05)", "add(@w, -2.5e+20)", "subtract(@w, 0.1)",
    "sqrt(@w)", "reshape(reshape(@w, [6]), [2x3])", "multiply(@w, inf)", "multiply(@w, -inf)",
    "multiply(@w, reshape(@\"odd name\", [2x1]))", "multiply(@w, nan)", "reshape(@w, [2x3])",
    "multiply(@w, reshape(@one, []))", "multiply(@w, norm(@w))", "divide(@w, sqrt(norm(@w)))",
    "multiply(@w, reshape(norm(@\"odd name\"), [2x1]))",
  ])
  func `an expression as it is printed`(_ expression: String) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x3]) {
          parameter @w: f32[2x3] weight
          parameter @"odd name": f32[2] normWeight
          parameter @one: f32[1] bias
          %a = linear %x {features = 2, bias = false} with weight = \(expression)
          return %a
        }
        """)
    #expect(graph.description.contains("with weight = \(expression) :"))
    try graph.checkRoundTrip()
  }

  @Test func `shared weights are declared before they are read, whoever owns them`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x3]) {
          parameter @b.weight: f32[3x3] weight
          %a = linear %x {features = 3, bias = false} with weight = @b.weight
          %b = linear %a {features = 3, bias = false}
          return %b
        }
        """)
    try graph.checkRoundTrip()
    #expect(graph.usedTensors.map(\.name) == ["b.weight"])
  }

  @Test func `a tensor with another role than its slot's keeps it`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x3]) {
          parameter @a.weight: f32[2x3] bias
          %a = linear %x {features = 2, bias = false}
          return %a
        }
        """)
    try graph.checkRoundTrip()
    #expect(try Graph(irText: graph.description).tensor(named: "a.weight")?.role == .bias)
  }

  @Test func `several outputs of the same value`() throws {
    let graph = try Graph(
      irText: "graph g(%x: f32[1x3]) { %a = relu %x return cls: %a, x: %x, \"the box\": %a }")
    #expect(graph.outputs.map(\.name) == ["cls", "x", "the box"])
    try graph.checkRoundTrip()
  }

  @Test(arguments: UInt64(0)..<200)
  func `random graphs`(_ seed: UInt64) throws {
    let graph = GraphGenerator.graph(seed: seed)
    try graph.checkRoundTrip()
    try Graph(irText: graph.description).verify()
  }

}
