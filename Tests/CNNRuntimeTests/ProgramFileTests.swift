import CNNFiles
import CNNIR
import CNNPasses
import CNNPlanning
import CNNRuntime
import CNNSource
import CNNTestSupport
import Foundation
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
    try [true, false].map { (isSingleRun) in
      let file = try ProgramFile(path, threads: threads, isSingleRun: isSingleRun)
      let program = try file.program()
      return program.run(file.graph.seededInputs(2), in: program.makeSession(threads: threads))
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

  private static let layers = [
    "convTranspose %x {filters = 176, kernel = 3, stride = 2}",
    "conv %x {filters = 176, kernel = 1}",
    "conv %x {filters = 176, kernel = 3, padding = 1}",
    "conv %x {filters = 176, kernel = 3, padding = 1, stride = 2}",
  ]

  private func graph(_ layer: String, size: Int) throws -> Graph {
    try Graph(
      irText: "graph g(%x: f32[1x256x\(size)x\(size)]) {\n  %y = \(layer)\n  return %y\n}\n")
  }

  @Test(arguments: layers, [3, 7, 14, 40])
  func `threads read filters that were packed for others`(_ layer: String, _ size: Int) throws {
    let graph = try graph(layer, size: size)
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

  /// So that there is something to test above.
  @Test func `filters are grouped for the threads that share them`() {
    for layer in Self.layers[1...2] {
      let orders = [3, 7, 14, 40].map { (size) in
        Set(
          [1, 2, 3, 5].map { (threads) in
            var options = PlanOptions(target: .avx512)
            options.threads = threads
            return try? StepPlan(graph(layer, size: size), options: options).packingFingerprint
          })
      }
      #expect(orders.contains { $0.count > 1 }, "\(layer)")
    }
  }

  @Test func `caches of other sizes make other orders`() throws {
    let graph = try graph(Self.layers[2], size: 14)
    var options = ProgramOptions(threads: 2)
    let expected = graph.referenceOutputs()
    for cacheSize in [1 << 10, 1 << 16, 1 << 20, 1 << 24, 1 << 32] {
      options.packing = ProgramOptions.Packing(threads: 3, cacheSize: cacheSize)
      let path = try write(graph, options)
      #expect(try ProgramFile(path, threads: 1).options.packing == options.packing)
      for outputs in try outputs(path, threads: 2) {
        try check(outputs, equal: expected, within: 1e-4, "\(cacheSize)")
      }
    }
  }

  @Test func `the fingerprint knows layers and slots`() throws {
    func fingerprint(_ text: String) throws -> UInt64 {
      let options = PlanOptions(target: .avx2)
      return StepPlan(try Graph(irText: text), options: options).packingFingerprint
    }
    let text = """
      graph g(%x: f32[1x4x8x8]) {
        %a = conv %x {filters = 4, kernel = 1}
        %b = conv %x {filters = 4, kernel = 1}
        %c = add %a, %b
        return %c
      }
      """
    let first = try fingerprint(text)
    #expect(try fingerprint(text) == first)
    #expect(try fingerprint(text.replacing("%a", with: "%d")) != first)
    #expect(try fingerprint(text.replacing("kernel = 1", with: "kernel = 3, padding = 1")) != first)
  }

  @Test func `a network without parameters is a program`() throws {
    let graph = try Graph(
      irText: "graph g(%x: f32[1x2x4x4]) {\n  %y = maxPool %x {kernel = 2}\n  return %y\n}\n")
    for outputs in try outputs(write(graph), threads: 2) {
      #expect(outputs == graph.referenceOutputs())
    }
  }

  @Test func `options are those of the file`() throws {
    let graph = try Graph(irText: PackingTests.network)
    for set in InstructionSet.allCases where set.isAvailable {
      for isExact in [false, true] {
        var options = ProgramOptions(threads: 2)
        (options.instructionSet, options.isExact) = (set, isExact)
        let path = try write(graph, options)
        let file = try ProgramFile(path, threads: 1)
        #expect(file.options.instructionSet == set)
        #expect(file.options.isExact == isExact)
        for outputs in try outputs(path, threads: 1) {
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
    let file = try ProgramFile(write(graph), threads: 1)
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

  /// What is said of a file when it is read and run.
  private func fault(of path: String) -> Diagnostic? {
    do throws(Diagnostic) {
      let file = try ProgramFile(path, threads: 2, isSingleRun: true)
      let program = try file.program()
      _ = program.run(file.graph.seededInputs(1), in: program.makeSession())
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
    let large = Self.text.replacing("kernel = 3", with: "kernel = 1001, padding = 500")
    let fault = try #require(fault(of: try altered(["graph": large])))
    #expect(fault.message.hasPrefix("it has fewer parameters than its graph"))
  }

  /// An input, zeros around one, a weight, and many values.
  @Test(arguments: [
    "graph g(%x: f32[1x3x1000000x1000000]) {\n  %a = relu %x\n  return %a\n}\n",
    """
    graph g(%x: f32[1x1x1x1]) {
      %a = conv %x {filters = 1, kernel = 1, padding = 2147483647, stride = 2147483647}
      return %a
    }
    """,
    "graph g(%x: f32[1x1]) {\n  %a = linear %x {features = 2147483647}\n  return %a\n}\n",
    """
    graph g(%x: f32[1x2147483647]) {
      %a = linear %x {features = 2147483647}
      %b = linear %a {features = 1}
      return %b
    }
    """,
  ])
  func `a graph that takes more memory than there is is refused`(_ text: String) throws {
    let path = try altered(["graph": text])
    do throws(Diagnostic) {
      let file = try ProgramFile(path, threads: 1)
      Issue.record("it has an input of \(file.graph.inputs[0].type)")
    } catch {
      #expect(error.code == "not-enough-memory" || error.code == "invalid-program", "\(error)")
    }
  }

  @Test func `an expression has no place among packed parameters`() throws {
    let text = Self.text.replacing(
      "kernel = 3}",
      with: "kernel = 3} with weight = broadcast(0.0, [20x3x3x3]), bias = broadcast(0.0, [20])")
    let fault = try #require(fault(of: try altered(["graph": text])))
    #expect(fault.message.hasPrefix("a parameter of its graph is an expression"))
  }

  private static let missing = InstructionSet.allCases.first { !$0.isAvailable }

  @Test(.enabled(if: missing != nil, "this machine has all instruction sets"))
  func `a program for other processors is refused`() throws {
    let fault = fault(of: try altered(["instructionSet": Self.missing?.rawValue]))
    #expect(fault?.code == "wrong-machine")
  }

  @Test(arguments: UInt64(0)..<300)
  func `damaged files are refused or run`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let path = try write(try Graph(irText: Self.text))
    let file = try MappedFile(path)
    var bytes = try file.bytes(0..<file.count)
    bytes.removeLast(random.integer(in: 1...bytes.count))
    #expect(fault(of: try folder.file(bytes, "short.cnnc"))?.code == "invalid-program")

    bytes = try file.bytes(0..<file.count)
    for _ in 0..<3 { bytes[random.integer(in: 0...min(800, bytes.count - 1))] ^= 1 << 3 }
    var mutation = TextMutation(seed: seed)
    let text = mutation.mutated([Self.text])
    // A graph with other nodes, but the right order of parameters.
    let order = (try? Graph(irText: text)).flatMap { (graph) -> String? in
      guard let path = try? write(graph), let file = try? SafetensorsFile(path) else { return nil }
      return file.metadata["order"]
    }
    let changes = ["graph": text, "order": order ?? "0"]
    for path in [try folder.file(bytes, "damaged.cnnc"), try altered(changes)] {
      guard let fault = fault(of: path) else { continue }
      #expect(["invalid-program", "not-enough-memory"].contains(fault.code), "\(fault)")
    }
  }

  @Test func `a file that becomes shorter is noticed before it is used`() throws {
    let path = try write(try Graph(irText: Self.text))
    let file = try ProgramFile(path, threads: 1)
    let size = try MappedFile(path).count
    #expect(truncate(path, off_t(size - 64)) == 0)
    do throws(Diagnostic) {
      _ = try file.program()
      Issue.record("it was used")
    } catch {
      #expect(error.code == "file-changed")
    }
  }

}
