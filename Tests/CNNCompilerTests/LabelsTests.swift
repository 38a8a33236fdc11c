import CNNIR
import CNNSource
import Testing

@testable import CNNCompiler

/// Names of classes, and how results are printed with them.
struct LabelsTests {

  private func labels(_ text: String, _ shape: Shape) throws(Diagnostic) -> [String] {
    try Labels(Array(text.utf8), "labels.txt", for: shape).names
  }

  private func fault(_ bytes: [UInt8], _ shape: Shape) -> String? {
    #expect(throws: Diagnostic.self) { try Labels(bytes, "labels.txt", for: shape) }
      .map { "\($0.message) [\($0.code)]" }
  }

  @Test(arguments: ["cat\ndog", "cat\ndog\n", "cat\r\ndog\r\n"])
  func `a name in each line`(_ text: String) throws {
    #expect(try labels(text, Shape(1, 2)) == ["cat", "dog"])
  }

  @Test func `names by channel, empty ones and tabs`() throws {
    let names = ["n01\tcat", "", "\u{E9}"]
    #expect(try labels(names.joined(separator: "\n"), Shape(4, 3, 8, 8)) == names)
  }

  @Test func `another number of names`() {
    let message = ", one in each line, and the output has 3 channels [wrong-label-count]"
    #expect(fault(Array("a\nb\n".utf8), Shape(1, 3)) == "the file has 2 labels" + message)
    #expect(fault(Array("a\nb\nc\nd".utf8), Shape(1, 3)) == "the file has 4 labels" + message)
    #expect(fault(Array("a".utf8), Shape(1, 3)) == "the file has 1 label" + message)
    #expect(fault([], Shape(1, 3)) == "the file has 0 labels" + message)
  }

  @Test func `what is no text`() {
    #expect(fault([0xFF, 0xFE], Shape(1, 1)) == "labels must be UTF-8 [invalid-labels]")
    let message = "line 2 has a control character; labels are lines of text [invalid-labels]"
    #expect(fault(Array("a\n\u{1B}[2J".utf8), Shape(1, 2)) == message)
  }

  private func text(
    _ shape: Shape, _ elements: [Float], _ meaning: OutputMeaning, top: Int = 2
  ) throws -> String {
    let labels = try Labels(Array("cat\ndog\nowl".utf8), "labels.txt", for: shape)
    let top = TopElements(Tensor(shape, elements), count: top)
    return top.text(name: "scores", labels: labels, meaning: meaning)
  }

  @Test func `logits have their softmax beside them`() throws {
    // exp(0), exp(2) and exp(1) over their sum.
    #expect(
      try text(Shape(1, 3), [0, 2, 1], .logits, top: 3) == """
        scores: 3 logits, and their softmax
          1  2.0  66.52 %  dog
          2  1.0  24.47 %  owl
          0  0.0   9.00 %  cat

        """)
  }

  @Test func `probabilities stand alone`() throws {
    #expect(
      try text(Shape(1, 3), [0.25, 0.5, 0.125], .probabilities) == """
        scores: 3 probabilities
          1   0.5  dog
          0  0.25  cat

        """)
  }

  @Test func `samples of a batch, and planes by their channel`() throws {
    #expect(
      try text(Shape(2, 3), [1, 0, 0, 0, 0, 1], .independentProbabilities, top: 1) == """
        scores, sample 0: 3 probabilities, each on its own
          0  1.0  cat
        scores, sample 1: 3 probabilities, each on its own
          2  1.0  owl

        """)
    #expect(
      try text(Shape(1, 3, 1, 2), [0, 1, 5, 2, 3, 4], .logits) == """
        scores: 3x1x2 logits
          1,0,0  5.0  dog
          2,0,1  4.0  owl

        """)
  }

  @Test(arguments: [
    ("softmax", OutputMeaning.probabilities), ("softmax; flatten", .probabilities),
    ("sigmoid", .independentProbabilities),
    ("conv(3, kernel: 1); sigmoid", .independentProbabilities),
    ("conv(3, kernel: 1)", .logits), ("softmax; tanh", .logits),
  ])
  func `what the numbers mean`(_ layers: String, _ meaning: OutputMeaning) throws {
    let text = "network A { input(3, 4, 4); \(layers) }"
    let (graph, _) = NetworkLoader.load(
      SourceFile(name: "a.arch", text: text), CompilerOptions())
    let plain = try #require(graph)
    #expect(OutputMeaning(of: plain.outputs[0], in: plain) == meaning)
    let compiled = try CompiledNetwork(plain).graph
    #expect(OutputMeaning(of: compiled.outputs[0], in: compiled) == meaning)
  }

}
