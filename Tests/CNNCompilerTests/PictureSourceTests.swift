import CNNCompiler
import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource
import CNNTestSupport
import Testing

/// Pictures as inputs of whole networks.
struct PictureSourceTests {

  private static let steps =
    "resize(in.height * 9 / 8); centerCrop(in.height); "
    + "normalize(mean: (0.485, 0.456, 0.406), std: (0.229, 0.224, 0.225))"

  private func path(_ name: String) -> String {
    TestFolder.fixtures.appendingPathComponent("pictures/\(name)").path
  }

  private func graph(_ text: String, _ options: CompilerOptions = CompilerOptions()) throws -> Graph
  {
    let file = SourceFile(name: "test.arch", text: text)
    let (graph, diagnostics) = NetworkLoader.load(file, options)
    guard let graph else { throw diagnostics }
    return graph
  }

  private func tensor(_ name: String, _ graph: Graph, input: Int = 0) throws -> Tensor {
    try TensorSource(path(name)).tensor(for: graph.inputs[input], of: graph)
  }

  private func fault(_ name: String, _ text: String) throws -> Diagnostic? {
    let graph = try graph(text)
    return #expect(throws: Diagnostic.self) { try tensor(name, graph) }
  }

  @Test(arguments: ["scene.png", "scene.ppm"])
  func `a picture becomes what torchvision makes of it, and an array stays`(_ name: String) throws {
    let graph = try graph(
      "network A { input(3, 32, 32); preprocess { \(Self.steps) }; relu }")
    let expected = try NumpyFile.read(path("scene.npy"))
    #expect(try tensor(name, graph) == expected)
    #expect(try tensor("scene.npy", graph) == expected)
  }

  @Test func `a specialisation and an override of the shape have the steps too`() throws {
    let text = """
      network A(size) { input(3, size, size); preprocess { \(Self.steps) }; relu }
      network B = A(size: 64)
      """
    var options = CompilerOptions()
    options.inputShape = [3, 32, 32]
    let graph = try graph(text, options)
    #expect(try tensor("scene.png", graph) == NumpyFile.read(path("scene.npy")))
  }

  @Test func `the passes and IR text keep the steps`() throws {
    let text = "network A { input(3, 32, 32); preprocess { \(Self.steps) }; conv(2, kernel: 1) }"
    let compiled = try CompiledNetwork(try graph(text)).graph
    #expect(compiled.inputs[0].preprocessing?.steps.count == 3)
    let file = SourceFile(name: "a.ir", text: compiled.description)
    let again = try #require(NetworkLoader.load(file, CompilerOptions()).graph)
    #expect(again.inputs[0].preprocessing == compiled.inputs[0].preprocessing)
    #expect(try tensor("scene.png", again) == NumpyFile.read(path("scene.npy")))
  }

  @Test func `each input has its own steps`() throws {
    let graph = try graph(
      """
      network A {
        input left: (3, 32, 32)
        preprocess { \(Self.steps) }
        input right: (1, 60, 80)
        relu
      }
      """)
    #expect(try tensor("scene.png", graph) == NumpyFile.read(path("scene.npy")))
    let right = try tensor("scene.png", graph, input: 1)
    #expect(right.shape == Shape(1, 1, 60, 80))
    #expect(right.elements.allSatisfy { (0...1).contains($0) })
  }

  @Test func `a picture that does not fit`() throws {
    let plain = try fault("scene.png", "network A { input(3, 32, 48); relu }")
    #expect(plain?.code == "unfit-picture")
    #expect(
      plain?.message
        == "the picture is 3x60x80, and the input needs 3x32x48 (channels x height x width)")
    #expect(
      plain?.notes.map(\.message) == [
        "'preprocess { resize(32); centerCrop((32, 48)) }' below the input makes pictures fit"
      ])
    let cropped = try fault(
      "scene.png", "network A { input(1, 9, 9); preprocess { resize(9) }; relu }")
    #expect(
      cropped?.message
        == "the picture is 1x9x12 after 'preprocess', and the input needs 1x9x9 "
        + "(channels x height x width)")
    #expect(
      cropped?.notes.map(\.message) == [
        "'centerCrop(9)' behind the last 'resize' makes pictures fit"
      ])
  }

  @Test(arguments: [
    ("input(2, 60, 80)", "'input' takes no picture: only an input of 1 or 3 channels"),
    ("input text: (3, 80)", "'text' takes no picture: only an input of 1 or 3 channels"),
  ])
  func `an input that takes no picture`(_ input: String, _ message: String) throws {
    let diagnostic = try fault("scene.png", "network A { \(input); relu }")
    #expect(diagnostic?.code == "unfit-picture")
    #expect(diagnostic?.message.hasPrefix(message) == true)
    #expect(diagnostic?.notes == [])
  }

  @Test func `a batch of several`() throws {
    var options = CompilerOptions()
    options.batch = 2
    let graph = try graph("network A { input(3, 60, 80); relu }", options)
    let diagnostic = #expect(throws: Diagnostic.self) { try tensor("scene.png", graph) }
    #expect(
      diagnostic?.message == "a picture is a batch of 1, and input 'input' has a batch of 2")
  }

  /// Counting the network of a stack of frames is no reason to stop.
  @Test func `an override that makes pictures impossible is a warning`() throws {
    let file = SourceFile(
      name: "test.arch",
      text: "network A { input(3, 32, 32); preprocess { \(Self.steps) }; relu }")
    var options = CompilerOptions()
    options.inputShape = [5, 32, 32]
    let (graph, diagnostics) = NetworkLoader.load(file, options)
    #expect(diagnostics.elements.map(\.severity) == [.warning])
    #expect(diagnostics.elements.map(\.code) == ["preprocess.c1"])
    let network = try #require(graph)
    let diagnostic = #expect(throws: Diagnostic.self) { try tensor("scene.png", network) }
    #expect(diagnostic?.code == "unfit-picture")
  }

}
