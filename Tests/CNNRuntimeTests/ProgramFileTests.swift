import CNNFiles
import CNNIR
import CNNPasses
import CNNRuntime
import CNNSource
import CNNTestSupport
import Testing

/// Programs in files.
struct ProgramFileTests {

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a graph with its seeded weights.
  private func write(_ graph: Graph, _ options: ProgramOptions = ProgramOptions()) throws -> String
  {
    let path = folder.path("net.cnnc")
    let contents = ProgramFile.Contents(graph, tensors: graph.seededTensors(1), options: options)
    try contents.write(to: path)
    return path
  }

  /// The outputs of a program for seeded inputs, from parameters where they are and from a copy.
  private func outputs(_ path: String, threads: Int) throws -> [[Tensor]] {
    var file = try ProgramFile(path)
    file.options.threads = threads
    let inputs = file.graph.seededInputs(2)
    return try [true, false].map { (isSingleRun) in
      let program = try file.program(isSingleRun: isSingleRun)
      return program.run(inputs, in: program.makeSession())
    }
  }

  @Test(arguments: UInt64(0)..<150)
  func `a program runs as the network that it was made of`(_ seed: UInt64) throws {
    var manager = PassManager(GraphGenerator.graph(seed: seed))
    try manager.run(.optimization)
    let graph = manager.graph
    let options = ProgramOptions.all[Int(seed) % ProgramOptions.all.count]
    let expected = graph.programOutputs(options: options)
    try check(
      expected, equal: graph.referenceOutputs(), within: 1e-5, leastScale: 1e-2, "\(graph)")
    let path = try write(graph, options)
    for outputs in try outputs(path, threads: options.threads % 3 + 1) {
      #expect(outputs == expected, "\(graph)\(options)")
    }
  }

  /// Layers whose filters are grouped by the number of threads.
  static let layers = [
    "convTranspose %x {filters = 176, kernel = 3, stride = 2}",
    "conv %x {filters = 176, kernel = 1}",
    "conv %x {filters = 176, kernel = 3, padding = 1}",
    "conv %x {filters = 176, kernel = 3, padding = 1, stride = 2}",
  ]

  @Test(arguments: layers, [3, 7, 14, 40])
  func `threads read filters that were packed for others`(_ layer: String, _ size: Int) throws {
    let graph = try Graph(
      irText: "graph g(%x: f32[1x256x\(size)x\(size)]) {\n  %y = \(layer)\n  return %y\n}\n")
    var options = ProgramOptions()
    let expected = graph.programOutputs(options: options)
    for packed in [1, 2, 3, 5] {
      options.threads = packed
      let path = try write(graph, options)
      for threads in 1...5 {
        for outputs in try outputs(path, threads: threads) {
          #expect(outputs == expected, "\(packed), \(threads)")
        }
      }
    }
  }

  @Test func `options are those of the file`() throws {
    let graph = try Graph(irText: PackingTests.network)
    for set in InstructionSet.allCases where set.isAvailable {
      for isExact in [false, true] {
        var options = ProgramOptions(threads: 2)
        (options.instructionSet, options.isExact) = (set, isExact)
        let file = try ProgramFile(write(graph, options))
        #expect(file.options.instructionSet == set)
        #expect(file.options.isExact == isExact)
        for outputs in try outputs(write(graph, options), threads: 1) {
          #expect(outputs == graph.programOutputs(options: options))
        }
      }
    }
  }

  @Test func `what computes a parameter is not in the file`() throws {
    let graph = try Graph(
      irText: """
        graph g(%x: f32[1x2x8x8]) {
          parameter @w: f32[2x2x3x3] weight
          parameter @b: f32[2] bias
          %a = conv %x {filters = 2, kernel = 3} with weight = multiply(@w, 2.0), bias = @b
          %b = conv %a {filters = 2, kernel = 3} with weight = multiply(@w, 2.0), bias = @b
          %c = conv %b {filters = 2, kernel = 3} with weight = @w, bias = add(@b, 1.0)
          return %c
        }
        """)
    let file = try ProgramFile(write(graph))
    #expect(
      file.graph.description == """
        graph g(%x: f32[1x2x8x8]) {
          %a = conv %x {filters = 2, kernel = 3} : f32[1x2x6x6]
          %b = conv %a {filters = 2, kernel = 3} with weight = @a.weight, bias = @a.bias : f32[1x2x4x4]
          %c = conv %b {filters = 2, kernel = 3} : f32[1x2x2x2]
          return %c
        }

        """)
    for outputs in try outputs(write(graph), threads: 1) {
      #expect(outputs == graph.programOutputs())
    }
  }

  // MARK: - Files that are no programs

  private static let text = """
    graph g(%x: f32[1x3x8x8]) {
      %a = conv %x {filters = 20, kernel = 3} then relu
      %b = globalAvgPool %a
      %c = flatten %b
      %d = linear %c {features = 5}
      return %d
    }

    """

  /// The file of a small network with other metadata, or other tensors.
  private func altered(
    _ changes: [String: String?], parameters: String = "parameters", count: Int? = nil
  ) throws -> String {
    let path = try write(try Graph(irText: Self.text))
    let file = try SafetensorsFile(path)
    var elements = try file.floats(at: 0)
    var metadata = file.metadata
    for (key, text) in changes { metadata[key] = text }
    elements = Array(elements.prefix(count ?? elements.count))
    let head = SafetensorsFile.head(
      of: [(parameters, Shape(elements.count))], .float32, alignment: 64,
      metadata: metadata.sorted { $0.key < $1.key }.map { ($0, $1) })
    try OutputFile.write(to: path) { (file) throws(Diagnostic) in
      try file.append(head)
      try file.append(elements)
    }
    return path
  }

  /// What is said of a file.
  private func fault(of path: String) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try ProgramFile(path).program()
      return nil
    } catch {
      return error
    }
  }

  @Test func `an unaltered file is a program`() throws {
    #expect(fault(of: try altered([:])) == nil)
  }

  @Test(arguments: [
    (key: "format", text: nil, fault: "the file holds tensors and no program"),
    ("format", "cnnc program 0", "the program is one of another version of cnnc"),
    ("threads", "0", "'threads' is no number from 1 to 256"),
    ("threads", nil, "'threads' is no number from 1 to 256"),
    ("cacheSize", "9223372036854775807", "'cacheSize' is no number from 1024 to 4294967296"),
    ("exact", "2", "'exact' is no number from 0 to 1"),
    ("order", "xyz", "'order' is no number from 0 to 18446744073709551615"),
    ("order", "0", "its parameters are in another order than this version of cnnc reads them"),
    ("instructionSet", "mmx", "it does not say for which vector instructions it is"),
    ("graph", nil, "its graph cannot be read: expected 'graph', found the end of the text"),
    ("graph", "graph g(%x: f32[1x3]) {\n  return %y\n}\n", "its graph cannot be read: "),
  ])
  func `metadata that say something else are refused`(
    _ key: String, _ text: String?, _ expected: String
  ) throws {
    let fault = try #require(fault(of: try altered([key: text])))
    #expect(fault.code == "invalid-program")
    #expect(fault.message.hasPrefix(expected), "\(fault.message)")
    #expect(fault.message.hasSuffix("; 'cnnc compile' makes it anew"))
  }

  @Test func `other tensors are refused`() throws {
    #expect(fault(of: try altered([:], parameters: "weights"))?.code == "invalid-program")
    #expect(fault(of: try altered([:], count: 100))?.code == "invalid-program")
    #expect(fault(of: try altered([:], count: 0))?.code == "invalid-program")
  }

  @Test func `a graph that takes more memory than there is is refused`() throws {
    let text = Self.text.replacing("1x3x8x8", with: "1x3x1000000x1000000")
    #expect(fault(of: try altered(["graph": text]))?.code == "not-enough-memory")
  }

  @Test func `a program for other processors is refused`() throws {
    guard let other = InstructionSet.allCases.first(where: { !$0.isAvailable }) else { return }
    let fault = fault(of: try altered(["instructionSet": other.rawValue]))
    #expect(fault?.code == "wrong-machine")
  }

  @Test(arguments: UInt64(0)..<300)
  func `damaged files are refused or run`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let path = try write(try Graph(irText: Self.text))
    let file = try MappedFile(path)
    var bytes = try file.bytes(0..<file.count)
    if seed % 3 == 0 {
      bytes.removeLast(random.integer(in: 1...bytes.count))
    } else if seed % 3 == 1 {
      for _ in 0..<3 { bytes[random.integer(in: 0...min(800, bytes.count - 1))] ^= 1 << 3 }
    } else {
      var mutation = TextMutation(seed: seed)
      _ = fault(of: try altered(["graph": mutation.mutated([Self.text])]))
      return
    }
    let fault = fault(of: try folder.file(bytes, "damaged.cnnc"))
    #expect(seed % 3 == 1 || fault != nil)
  }

}
