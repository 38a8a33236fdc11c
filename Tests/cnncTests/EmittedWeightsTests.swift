import CNNFiles
import CNNIR
import CNNTestSupport
import Foundation
import Testing

/// `cnnc compile --weights`: where the weights go.
struct EmittedWeightsTests {

  private let classic = "specs/lenet5_classic.arch"
  private let parameterCount = 61_706

  @Test func fewWeightsStandInTheSource() throws {
    let words = ["compile", classic, "--weights", "seed:1"]
    let single = try Tool.run(words)
    #expect(single.status == 0)
    #expect(single.output.contains("  public init() { parameters = Parameters.embedded }\n"))
    #expect(!single.output.contains("weightShapes"))
    let half = try Tool.run(words + ["--weights-type", "float16"])
    let saved = single.output.utf8.count - half.output.utf8.count
    #expect((parameterCount * 5 / 2 - 2_000..<parameterCount * 3).contains(saved))
    #expect(try Tool.run(words).output == single.output)
  }

  @Test(arguments: ["float32", "float16"])
  func manyWeightsGoToAFileBesideIt(type: String) throws {
    let folder = try TemporaryFolder()
    let result = try Tool.run([
      "compile", classic, "--weights", "seed:1", "--embed-limit", "0", "--weights-type", type, "-o",
      folder.path("Net.swift"),
    ])
    #expect(result.status == 0)
    let file = try SafetensorsFile(folder.path("Net.weights.safetensors"))
    #expect(file.tensors.reduce(0) { $0 + $1.shape.elementCount } == parameterCount)
    #expect(file.tensors.allSatisfy { $0.type?.rawValue == type })
    #expect(file.tensors.contains { $0.name == "0.weight" && $0.shape == Shape(6, 1, 5, 5) })
    let source = try String(contentsOfFile: folder.path("Net.swift"), encoding: .utf8)
    #expect(source.contains("public init(weightsAt path: String) throws(WeightError)"))
    #expect(source.utf8.count < 40_000)
  }

  @Test func aFileOfWeightsNeedsAPlaceOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let words = ["compile", classic, "--embed-limit", "0", "--weights"]
    let nowhere = try Tool.run(words + ["seed:1"])
    #expect(nowhere.status == 1)
    #expect(nowhere.output == "")
    #expect(nowhere.errors.contains("[weights-without-place]"))

    let own = folder.path("Net.weights.safetensors")
    let weights = try Data(
      contentsOf: TestFolder.fixtures.appending(path: "lenet5_classic.safetensors"))
    try weights.write(to: URL(fileURLWithPath: own))
    let over = try Tool.run(words + [own, "-o", folder.path("Net.swift")])
    #expect(over.status == 1)
    #expect(over.errors.contains("would be written over those that are read"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: own)) == weights)
    #expect(!FileManager.default.fileExists(atPath: folder.path("Net.swift")))
  }

  @Test func whatHalfPrecisionCannotHoldIsAnError() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("large.safetensors")
    try SafetensorsFile.write([("0.weight", Shape(1, 1, 1, 1))], to: path) { (_) in [1e6] }
    let text = "network A {\n  input(1, 2, 2)\n  conv(1, kernel: 1, bias: false)\n}\n"
    let words = ["compile", "-", "--weights", path]
    #expect(try Tool.run(words, input: text).status == 0)
    let half = try Tool.run(words + ["--weights-type", "float16"], input: text)
    #expect(half.status == 1)
    #expect(
      half.errors
        == "cnnc: error: '0.weight' has an element 1000000.0, which float16 cannot hold "
        + "[unstorable-weight]\n")
  }

  @Test(arguments: [
    ["--weights", "seed:1"], ["--embed-limit", "1"], ["--weights-type", "float16"],
  ])
  func weightsAreForSource(option: [String]) throws {
    let result = try Tool.run(["compile", classic, "--emit", "ir"] + option)
    #expect(result.status == 64)
    #expect(result.errors.contains("\(option[0]) is for --emit swift"))
  }

  @Test(arguments: [["--embed-limit", "1"], ["--weights-type", "float16"]])
  func howWeightsAreStoredNeedsWeights(option: [String]) throws {
    let result = try Tool.run(["compile", classic] + option)
    #expect(result.status == 64)
    #expect(result.errors.contains("\(option[0]) says how weights are stored: give --weights"))
  }

  @Test func sourceForEmbeddedSwiftHoldsItsWeights() throws {
    let words = ["compile", classic, "--embedded"]
    let result = try Tool.run(words + ["--weights", "seed:1"])
    #expect(result.status == 0)
    #expect(result.output.contains("public enum LeNet5Classic {"))
    #expect(result.output.contains("public static let inputShape = (1, 1, 28, 28)"))
    let without = try Tool.run(words)
    #expect(without.status == 64)
    #expect(without.errors.contains("--embedded puts the weights into the source: give --weights"))
    let large = try Tool.run(words + ["--weights", "seed:1", "--embed-limit", "0"])
    #expect(large.status == 1)
    #expect(large.errors.contains("the weights take 246824 bytes, more than --embed-limit"))
    let small = try Tool.run(["compile", "-", "--embedded"], input: "network A { input(2); relu }")
    #expect(small.status == 0)
  }

}
