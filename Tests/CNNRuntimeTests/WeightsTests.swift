import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// What is said about tensors that are missing, wrong or too many.
struct WeightsTests {

  private static let parameters = [
    NamedTensor(name: "conv.weight", shape: Shape(1, 2), role: .weight),
    NamedTensor(name: "conv.bias", shape: Shape(1), role: .bias),
  ]

  /// The tensors and the rendered diagnostics from a file with the tensors that `entries` list,
  /// filled with halves.
  private func load(
    _ entries: [(name: String, dtype: String, shape: [Int], size: Int)], _ rules: [String] = [],
    at place: Diagnostic.Place = .commandLine, data: [UInt8]? = nil
  ) throws -> (tensors: [String: Tensor], messages: [String]) {
    var end = 0
    let fields = entries.map { (entry) in
      defer { end += entry.size }
      let text = SafetensorsBytes.entry(entry.dtype, entry.shape, [end, end + entry.size])
      return "\"\(entry.name)\":\(text)"
    }
    let header = "{\(fields.joined(separator: ","))}"
    let folder = try TemporaryFolder()
    let data = data ?? (0..<end).map { UInt8($0 % 4 == 3 ? 0x3F : 0) }
    let path = try folder.file(SafetensorsBytes.file(header, data))
    let renamings = try rules.map { WeightsRenaming(try RenameRule($0), at: place) }
    let (tensors, diagnostics) = loadTensors(
      Self.parameters, in: try SafetensorsFile(path), rules: renamings)
    let messages = diagnostics.elements.map(DiagnosticRenderer().render)
    return (tensors, messages.map { $0.replacing(path, with: "w") })
  }

  @Test func `everything is there`() throws {
    let (tensors, messages) = try load([
      ("conv.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4),
    ])
    #expect(messages.isEmpty)
    #expect(tensors["conv.weight"] == Tensor(Shape(1, 2), [0.5, 0.5]))
    #expect(tensors["conv.bias"] == Tensor(Shape(1), [0.5]))
  }

  @Test func `half precision is read too`() throws {
    let (tensors, messages) = try load([
      ("conv.weight", "BF16", [1, 2], 4), ("conv.bias", "F16", [1], 2),
    ])
    #expect(messages.isEmpty)
    #expect(tensors["conv.weight"]?.elements == [0, 0.5])
  }

  @Test func `all that is wrong is said at once`() throws {
    let (tensors, messages) = try load([
      ("conv.weight", "F32", [2, 1], 8), ("conv.bias", "C64", [1], 8), ("other", "F32", [1], 4),
      ("bn.num_batches_tracked", "I64", [], 8),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: 'conv.weight' has the shape [2x1]; the network needs [1x2] [wrong-weight-shape]\n",
        "w: error: 'conv.bias' is of type C64, which is not converted to F32 [wrong-weight-type]\n",
        "w: warning: the network has no parameter 'other' [surplus-weight]\n",
      ])
  }

  @Test func `a missing tensor has a near one of its shape suggested`() throws {
    let (tensors, messages) = try load([
      ("conv1.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: there is no tensor 'conv.weight' of shape [1x2] [missing-weight]\n"
          + "  note: did you mean 'conv1.weight'?\n",
        "w: warning: the network has no parameter 'conv1.weight' [surplus-weight]\n",
      ])
  }

  @Test func `the file of another network is one error`() throws {
    let (tensors, messages) = try load([
      ("fc.weight", "F32", [1, 2], 8), ("fc.bias", "F32", [1], 4),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: these are the weights of another network: of 2 tensors, 'conv.weight' first, "
          + "there is none [missing-weight]\n  note: the file has 2, 'fc.bias' first\n"
      ])
  }

  @Test func `a prefix of all names is one error with the rule that helps`() throws {
    let (tensors, messages) = try load([
      ("module.conv.weight", "F32", [1, 2], 8), ("module.conv.bias", "F32", [1], 4),
      ("module.other", "F32", [1], 4),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: the file has the 2 tensors that are missing under other names, such as "
          + "'module.conv.weight' for 'conv.weight' [missing-weight]\n"
          + "  note: --rename 'module.{path} -> {path}' gives them the network's names\n",
        "w: warning: the network has no parameter 'module.other' [surplus-weight]\n",
      ])
  }

  @Test func `elements that are no finite numbers are a warning`() throws {
    let infinite: [UInt8] = [0, 0, 0x80, 0x7F]
    let (tensors, messages) = try load(
      [("conv.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4)],
      data: [0, 0, 0, 0x3F] + infinite + [0, 0, 0xC0, 0xFF])
    #expect(tensors["conv.weight"]?.elements == [0.5, .infinity])
    #expect(
      messages == [
        "w: warning: 1 of the 2 elements of 'conv.weight' is NaN or infinite, the first at index 1 "
          + "[non-finite-weight]\n",
        "w: warning: 1 of the 1 elements of 'conv.bias' is NaN or infinite, the first at index 0 "
          + "[non-finite-weight]\n",
      ])
  }

  @Test func `rules rename what is in the file, one after the other`() throws {
    let (tensors, messages) = try load(
      [("model.convolution.gamma", "F32", [1, 2], 8), ("model.convolution.beta", "F32", [1], 4)],
      ["model.{path} -> {path}", "gamma -> weight", "beta -> bias", "convolution -> conv"])
    #expect(messages.isEmpty)
    #expect(tensors.count == 2)
  }

  @Test func `a rule on the command line that fits nothing is a warning`() throws {
    let entries = [("conv.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4)]
    let (tensors, messages) = try load(entries, ["norm.{i} -> norm{i}"])
    #expect(tensors.count == 2)
    #expect(
      messages == [
        "cnnc: warning: no tensor in w has a name like 'norm.{i}' [unused-rename]\n"
      ])
    #expect(try load(entries, ["norm.{i} -> norm{i}"], at: .file("x.arch")).messages.isEmpty)
  }

  @Test func `two tensors that get one name are an error`() throws {
    let (tensors, messages) = try load(
      [("a.conv.weight", "F32", [1, 2], 8), ("b.conv.weight", "F32", [1, 2], 8)],
      ["{name}.conv -> conv"])
    #expect(tensors.isEmpty)
    #expect(
      messages.first
        == "w: error: 'a.conv.weight' and 'b.conv.weight' are both called 'conv.weight' after the "
        + "renaming [ambiguous-rename]\n")
  }

  @Test func `the new names of normalised weights`() throws {
    let shapes = [Shape(2, 1, 1, 1), Shape(2, 3, 1, 1)]
    let parameters = zip(["conv.weight_g", "conv.weight_v"], shapes).map { (name, shape) in
      NamedTensor(name: name, shape: shape, role: .weight)
    }
    let folder = try TemporaryFolder()
    let path = folder.path("w")
    let names = [
      "conv.parametrizations.weight.original0", "conv.parametrizations.weight.original1",
    ]
    try SafetensorsFile.write(Array(zip(names, shapes)), to: path) { (index) in
      Array(repeating: Float(index), count: shapes[index].elementCount)
    }
    let (tensors, diagnostics) = loadTensors(parameters, in: try openTensorFile(path))
    #expect(diagnostics.elements.isEmpty)
    #expect(tensors["conv.weight_v"]?.elements == [1, 1, 1, 1, 1, 1])
  }

  /// Two layers.
  private static let network = """
    graph g(%x: f32[1x3x4x4]) {
      %c = conv %x {filters = 40, kernel = 3}
      %d = conv %c {filters = 3, kernel = 1}
      return %d
    }
    """

  /// A file of the network's tensors with those elements in them that are no
  /// numbers.
  private func file(
    _ odd: [String: [Int]], of parameters: [NamedTensor], _ folder: TemporaryFolder
  ) throws -> String {
    let path = folder.path("net.safetensors")
    try SafetensorsFile.write(parameters.map { ($0.name, $0.shape) }, to: path) { (index) in
      var elements = SeededTensors(seed: 1).tensor(parameters[index]).elements
      for element in odd[parameters[index].name] ?? [] { elements[element] = .nan }
      return elements
    }
    return path
  }

  @Test func `a program reads what it packs, and the rest is looked at afterwards`() throws {
    let graph = try Graph(irText: Self.network)
    let unused = NamedTensor(name: "gone.weight", shape: Shape(2), role: .weight)
    let parameters = graph.usedTensors + [unused]
    let folder = try TemporaryFolder()
    let odd = ["c.weight": [7, 1_000], "d.bias": [1], "gone.weight": [0]]
    let path = try file(odd, of: parameters, folder)
    let reader = try WeightsReader(parameters, in: try SafetensorsFile(path))
    let program = try Program(graph, tensors: reader)
    let messages = reader.finish().elements.map(\.message)
    #expect(
      messages == [
        "2 of the 1080 elements of 'c.weight' are NaN or infinite, the first at index 7",
        "1 of the 3 elements of 'd.bias' is NaN or infinite, the first at index 1",
        "1 of the 2 elements of 'gone.weight' is NaN or infinite, the first at index 0",
      ])
    let inputs = graph.seededInputs(2)
    let outputs = program.run(inputs, in: program.makeSession())
    #expect(outputs[0].elements.allSatisfy { $0.isNaN })
  }

  /// Rows that are multiplied where they are, together and one by one.
  @Test(arguments: [(1, 45), (2, 45), (5, 45), (5, 1_061), (100, 45)])
  func `an odd element is found as it is multiplied`(_ vectors: Int, _ columns: Int) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[\(vectors)x\(columns)]) {
          %a = linear %x {features = 20, bias = false}
          return %a
        }
        """)
    let parameters = graph.usedTensors
    let folder = try TemporaryFolder()
    let count = 20 * columns
    for index in Array(stride(from: 0, to: count, by: count / 25)) + [count - 1] {
      let path = try file([parameters[0].name: [index]], of: parameters, folder)
      for instructionSet in InstructionSet.allCases where instructionSet.isAvailable {
        var options = ProgramOptions()
        options.instructionSet = instructionSet
        let reader = try WeightsReader(parameters, in: try SafetensorsFile(path))
        _ = try Program.runOnce(graph, graph.seededInputs(2), tensors: reader, options: options)
        #expect(
          reader.finish().elements.map(\.code) == ["non-finite-weight"],
          "\(index), \(instructionSet)")
      }
    }
  }

  /// Filters that are copied, by squares and one by one, or transformed, each times a number.
  @Test(arguments: [1, 3], [false, true])
  func `an odd element is found as it is packed`(_ kernel: Int, _ isExact: Bool) throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x20x32x32]) {
          parameter @c.weight: f32[40x20x\(kernel)x\(kernel)] weight
          parameter @n.weight: f32[40] normWeight
          %c = conv %x {filters = 40, kernel = \(kernel), padding = \(kernel / 2), bias = false}
            with weight = multiply(@c.weight, reshape(@n.weight, [40x1x1x1]))
          return %c
        }
        """)
    var options = ProgramOptions()
    options.isExact = isExact
    let count = 40 * 20 * kernel * kernel
    let folder = try TemporaryFolder()
    for index in stride(from: 0, to: count, by: 37) + [count - 1] {
      let path = try file(["c.weight": [index]], of: graph.usedTensors, folder)
      let reader = try WeightsReader(graph.usedTensors, in: try SafetensorsFile(path))
      _ = try Program.runOnce(graph, graph.seededInputs(2), tensors: reader, options: options)
      #expect(reader.finish().elements.map(\.code) == ["non-finite-weight"], "\(index)")
    }
    let path = try file(["n.weight": [39]], of: graph.usedTensors, folder)
    let reader = try WeightsReader(graph.usedTensors, in: try SafetensorsFile(path))
    _ = try Program.runOnce(graph, graph.seededInputs(2), tensors: reader, options: options)
    let messages = reader.finish().elements.map(\.message)
    #expect(
      messages == ["1 of the 40 elements of 'n.weight' is NaN or infinite, the first at index 39"])
  }

  @Test func `an odd element is found wherever it is`() throws {
    let parameters = (1...150).map {
      NamedTensor(name: "t\($0)", shape: Shape($0), role: .weight)
    }
    let folder = try TemporaryFolder()
    let last = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, [$0.shape[0] - 1]) })
    let path = try file(last, of: parameters, folder)
    let reader = try WeightsReader(parameters, in: try SafetensorsFile(path))
    #expect(reader.finish().elements.count == parameters.count)
  }

  @Test func `a program from a file is that from tensors in memory`() throws {
    let graph = try Graph(irText: Self.network)
    let folder = try TemporaryFolder()
    let path = try file([:], of: graph.usedTensors, folder)
    let program = try Program(
      graph, tensors: try WeightsReader(graph.usedTensors, in: try SafetensorsFile(path)))
    let outputs = program.run(graph.seededInputs(2), in: program.makeSession())
    #expect(outputs == graph.programOutputs(weights: 1, inputs: 2))
  }

  @Test func `a program of a file that became shorter is none`() throws {
    let graph = try Graph(irText: Self.network)
    let folder = try TemporaryFolder()
    let path = try file([:], of: graph.usedTensors, folder)
    let reader = try WeightsReader(graph.usedTensors, in: try SafetensorsFile(path))
    try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 1_000)
    let fault = #expect(throws: Diagnostic.self) { try Program(graph, tensors: reader) }
    #expect(fault?.code == "file-changed")
    let inputs = graph.seededInputs(2)
    #expect(throws: Diagnostic.self) { try Program.runOnce(graph, inputs, tensors: reader) }
    #expect(reader.finish().elements.map(\.code) == ["file-changed"])
  }

  @Test func `seeded weights are always there`() throws {
    let generator = SeededTensors(seed: 5)
    let (tensors, diagnostics) = try WeightsReader(Self.parameters, madeBy: generator).all()
    #expect(diagnostics.elements.isEmpty)
    #expect(tensors == generator.tensors(Self.parameters))
  }

}
