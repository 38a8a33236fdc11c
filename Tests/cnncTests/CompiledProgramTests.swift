import CNNFiles
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// `cnnc compile --emit program`, and what runs a program.
struct CompiledProgramTests {

  private let folder: TemporaryFolder
  private var program: String { folder.path("net.cnnc") }
  private let fixture = TestFolder.fixtures.appendingPathComponent("lenet5_classic").path

  init() throws { folder = try TemporaryFolder() }

  private func compile(
    _ words: [String], _ network: String = "lenet5_classic"
  ) throws -> Tool.Result {
    try Tool.run(
      ["compile", "specs/\(network).arch", "--emit", "program", "-o", program] + words)
  }

  @Test func aProgramComputesWhatPyTorchDoes() throws {
    let compiled = try compile(["--weights", fixture + ".safetensors"])
    #expect(compiled.status == 0)
    #expect(compiled.output + compiled.errors == "")
    let output = folder.path("y.npy")
    let run = try Tool.run(["run", program, "--input", fixture + "_input.npy", "-o", output])
    #expect(run.status == 0)
    let expected = try NumpyFile.read(fixture + "_output.npy")
    try NumpyFile.read(output).check(equals: expected, within: 1e-5, "program")
  }

  @Test func aProgramIsTheSameInEveryProcess() throws {
    let words = ["--weights", "seed:1", "--threads", "2"]
    #expect(try compile(words, "mobilenet_v2").status == 0)
    let first = try Data(contentsOf: URL(fileURLWithPath: program))
    #expect(try compile(words, "mobilenet_v2").status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: program)) == first)
  }

  /// A picture is brought to the size that the network's text says.
  @Test func picturesAndLabelsAreThoseOfTheNetwork() throws {
    let labels = folder.path("labels.txt")
    let names = (0..<1000).map { "class \($0)\n" }.joined()
    try Data(names.utf8).write(to: URL(fileURLWithPath: labels))
    let picture = TestFolder.fixtures.appendingPathComponent("pictures/scene.png").path
    let words = ["--input", picture, "--labels", labels, "--top", "1", "--threads", "2"]
    let network = ["specs/squeezenet1_1.arch", "--input-shape", "3x64x64"]
    let expected = try Tool.run(["run"] + network + ["--weights", "seed:1"] + words)
    #expect(expected.status == 0)
    let compiled = try Tool.run(
      ["compile"] + network + ["--weights", "seed:1", "--emit", "program", "-o", program])
    #expect(compiled.status == 0)
    let result = try Tool.run(["run", program] + words)
    #expect(result.status == 0)
    // The last digits may be those of another algorithm.
    let words1 = expected.output.split(whereSeparator: \.isWhitespace)
    let words2 = result.output.split(whereSeparator: \.isWhitespace)
    #expect(words1.count == words2.count)
    #expect(words1.prefix(4) == words2.prefix(4))
  }

  @Test func aProgramIsMeasured() throws {
    #expect(try compile(["--weights", "seed:1", "--isa", "baseline"]).status == 0)
    let result = try Tool.run(["bench", program, "--runs", "1", "--format", "json"])
    #expect(result.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let values = try #require(object as? [String: Any])
    #expect(values["network"] as? String == "LeNet5Classic")
    #expect(values["instructionSet"] as? String == "baseline")
    #expect(values["macs"] as? Int == 416_520)
  }

  @Test(arguments: [
    (["--weights", "seed:1", "-o", "net.bin"], "writes a file whose name ends in .cnnc: give -o"),
    (["--weights", "seed:1"], "writes a file whose name ends in .cnnc: give -o"),
    (["-o", "net.cnnc"], "puts the weights into the program: give --weights"),
    (["--weights", "seed:1", "-o", "n.cnnc", "--march", "native"], "--march is for --emit swift"),
    (["--weights", "seed:1", "-o", "n.cnnc", "--check"], "--check is for --emit swift"),
  ])
  func wordsThatMakeNoProgram(words: [String], message: String) throws {
    let result = try Tool.run(
      ["compile", "specs/lenet5_classic.arch", "--emit", "program"] + words)
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(result.output == "")
  }

  @Test(arguments: [
    ["--weights", "seed:1"], ["--rename", "a -> b"], ["--exact"], ["--isa", "baseline"],
    ["--batch", "2"], ["--set", "classes=3"], ["--disable", "fold-pad"],
  ])
  func optionsThatAreSettled(words: [String]) throws {
    for command in [["run", program, "--input", "seed:1"], ["bench", program]] {
      let result = try Tool.run(command + words)
      #expect(result.status == 64)
      #expect(
        result.errors.contains("\(words[0]) is for a network, not for a program that is compiled"))
    }
  }

  @Test func othersTakeNoProgram() throws {
    #expect(try compile(["--weights", "seed:1"]).status == 0)
    for command in ["analyze", "compile", "verify"] {
      let result = try Tool.run([command, program])
      #expect(result.status == 1)
      #expect(
        result.errors
          == "\(program): error: this is a compiled program, which only 'run', 'bench' and the library's "
          + "NetworkRunner take [wrong-file-type]\n")
    }
  }

  @Test func whatIsNoProgramIsADiagnostic() throws {
    try Data(contentsOf: URL(fileURLWithPath: fixture + ".safetensors"))
      .write(to: URL(fileURLWithPath: program))
    let result = try Tool.run(["run", program, "--input", "seed:1"])
    #expect(result.status == 1)
    #expect(
      result.errors
        == "\(program): error: the file holds tensors and no program; 'cnnc compile' makes it anew "
        + "[invalid-program]\n")
    for command in ["bench", "analyze"] {
      let missing = try Tool.run([command, folder.path("none.cnnc")])
      #expect(missing.status == 1)
      #expect(missing.errors.contains("[no-such-file]"))
    }
  }

  @Test func largeInputsAreRefusedBeforeTheyAreMade() throws {
    #expect(try compile(["--weights", "seed:1"]).status == 0)
    let file = try SafetensorsFile(program)
    let large = "graph g(%x: f32[1x1x1000000x1000000]) {\n  %a = relu %x\n  return %a\n}\n"
    let head = SafetensorsFile.head(
      of: [("parameters", file.tensors[0].shape)], .float32, alignment: 64,
      metadata: file.metadata.map { ($0.key, $0.key == "graph" ? large : $0.value) })
    let elements = try file.floats(at: 0)
    try OutputFile.write(to: program) { (output) throws(Diagnostic) in
      try output.append(head)
      try output.append(elements)
    }
    for words in [["run", program, "--input", "seed:1"], ["bench", program]] {
      let result = try Tool.run(words)
      #expect(result.status == 1)
      #expect(result.errors.contains("[not-enough-memory]"))
    }
  }

  /// The warning of a run comes when the program is made.
  @Test func oddWeightsAreSaidWhenAProgramIsMade() throws {
    let weights = folder.path("w.safetensors")
    let bytes = try SafetensorsFile(fixture + ".safetensors")
    let shapes = bytes.tensors.map { ($0.name, $0.shape) }
    try SafetensorsFile.write(shapes, to: weights) { (index) throws(Diagnostic) in
      let elements = try bytes.floats(at: index)
      return index == 0 ? [.nan] + elements.dropFirst() : elements
    }
    let result = try compile(["--weights", weights])
    #expect(result.status == 0)
    #expect(result.errors.contains("[non-finite-weight]"))
    let missing = try Tool.run([
      "compile", "specs/resnet18.arch", "--emit", "program", "--weights", weights, "-o",
      folder.path("none.cnnc"),
    ])
    #expect(missing.status == 1)
    #expect(missing.errors.contains("[missing-weight]"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("none.cnnc")))
  }

}
