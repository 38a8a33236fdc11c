import CNNFiles
import CNNIR
import CNNOps
import CNNRuntime
import CNNSource
import CNNTestSupport
import Testing

/// Weights of darknet, which stand in the order of the layers.
struct DarknetTests {

  private func graph(_ lines: String) throws -> Graph {
    let text = "graph g(%input: f32[1x3x2x2]) {\n\(lines)\n}\n"
    let (graph, diagnostics) = GraphReader.read(
      SourceFile(name: "g.ir", text: Array(text.utf8)), .standard)
    #expect(diagnostics.elements.isEmpty)
    return try #require(graph)
  }

  private static let mixed = """
      %c1 = conv %input {filters = 2, kernel = 1, bias = false} : f32[1x2x2x2]
      %n1 = batchNorm %c1 : f32[1x2x2x2]
      %c2 = conv %n1 {filters = 1, kernel = 2} : f32[1x1x1x1]
      %f = flatten %c2 : f32[1x1]
      %l1 = linear %f {features = 2, bias = false} : f32[1x2]
      %n2 = batchNorm %l1 : f32[1x2]
      %l2 = linear %n2 {features = 1} : f32[1x1]
      return %l2
    """

  /// The names in the order of darknet's `parser.c` (`save_convolutional_weights`,
  /// `save_connected_weights`).
  private static let names = [
    "n1.bias", "n1.weight", "n1.running_mean", "n1.running_var", "c1.weight", "c2.bias",
    "c2.weight", "n2.bias", "l1.weight", "n2.weight", "n2.running_mean", "n2.running_var",
    "l2.bias", "l2.weight",
  ]

  /// A file of some version with the numbers from 0 on.
  private func file(
    _ folder: TemporaryFolder, count: Int, version: [UInt8] = [0, 2], seenSize: Int = 8
  ) throws -> String {
    let header = version.flatMap { [$0, 0, 0, 0] } + Array(repeating: 0, count: 4 + seenSize)
    let path = folder.path("w.weights")
    try OutputFile.write(to: path) { (file) throws(Diagnostic) in
      try file.append(header)
      try file.append((0..<count).map { Float($0) })
    }
    return path
  }

  @Test func `the order of the tensors`() throws {
    #expect(try graph(Self.mixed).darknetOrder().map(\.name) == Self.names)
  }

  @Test(arguments: [([0, 1], 4), ([0, 2], 8), ([1, 0], 8)] as [([UInt8], Int)])
  func `every number goes to its place`(_ version: [UInt8], _ seenSize: Int) throws {
    let graph = try graph(Self.mixed)
    let folder = try TemporaryFolder()
    let order = try graph.darknetOrder()
    let total = order.reduce(0) { $0 + $1.shape.elementCount }
    let path = try file(folder, count: total, version: version, seenSize: seenSize)
    let file = try DarknetFile(path, order: order)
    let (tensors, diagnostics) = loadTensors(graph.usedTensors, in: file)
    #expect(diagnostics.elements.isEmpty)
    var next: Float = 0
    for tensor in order {
      let expected = (0..<tensor.shape.elementCount).map { next + Float($0) }
      #expect(tensors[tensor.name]?.elements == expected, "\(tensor.name)")
      next += Float(tensor.shape.elementCount)
    }
  }

  @Test func `a file that is too short or too long`() throws {
    let order = try graph(Self.mixed).darknetOrder()
    let total = order.reduce(0) { $0 + $1.shape.elementCount }
    let folder = try TemporaryFolder()
    func fault(_ count: Int, _ version: [UInt8] = [0, 2], _ seenSize: Int = 8) throws -> String? {
      let path = try file(folder, count: count, version: version, seenSize: seenSize)
      let diagnostic = #expect(throws: Diagnostic.self) { try DarknetFile(path, order: order) }
      #expect(diagnostic?.code == "invalid-darknet")
      return diagnostic?.message
    }
    #expect(try fault(total - 1) == "the file ends before or within 'l2.weight'")
    #expect(try fault(3) == "the file ends before or within 'n1.weight'")
    #expect(
      try fault(total + 1)
        == "the file has \(4 * total + 4) bytes of weights, the network \(4 * total)")
    #expect(try fault(0, [0, 2], 0) == "the file ends within its header")
    #expect(try fault(0, [0, 2], 4) == "the file ends within its header")
    let path = folder.path("w.weights")
    try OutputFile.write([0xE9, 3, 0, 0] + Array(repeating: 0, count: 60), to: path)
    let diagnostic = #expect(throws: Diagnostic.self) { try DarknetFile(path, order: order) }
    #expect(diagnostic?.message == "version 1001.0 of the format is unknown")
  }

  @Test(arguments: [
    "%x = conv %input {filters = 2, kernel = 1, bias = false} : f32[1x2x2x2]",
    "%x = batchNorm %input {affine = false} : f32[1x3x2x2]",
    "%x = convTranspose %input {filters = 2, kernel = 1} : f32[1x2x2x2]",
    "%c = conv %input {filters = 2, kernel = 1} : f32[1x2x2x2]\n"
      + "%x = batchNorm %c : f32[1x2x2x2]",
  ])
  func `layers that darknet does not have`(_ lines: String) throws {
    let graph = try graph(lines + "\n  return %x")
    let diagnostics = #expect(throws: DiagnosticSet.self) { try graph.darknetOrder() }
    #expect(diagnostics?.elements.first?.code == "not-darknet")
  }

}
