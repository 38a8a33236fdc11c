import CNNCompiler
import CNNFiles
import CNNTestSupport
import Foundation
import Testing

/// The public library, as a client uses it.
struct LibraryTests {

  private static let twoHeads = """
    network TwoHeads {
      input left: (2, 4, 4)
      input right: (2, 4, 4)
      add(left, right)
      output sum: identity
      output scaled: conv(1, kernel: 1)
    }
    """

  private func runner(
    _ text: String, _ weights: WeightsSource, threads: Int = 1
  ) throws -> NetworkRunner {
    try Network(text: text).optimized().runner(weights: weights, threads: threads)
  }

  /// The codes and messages of what `body` throws.
  private func faults(_ body: () throws(DiagnosticReport) -> Void) -> [String] {
    do {
      try body()
      return []
    } catch {
      return error.diagnostics.map { "\($0.code): \($0.message)" }
    }
  }

  @Test func describesANetwork() throws {
    let network = try Network(contentsOf: Specs.path("lenet5_classic"))
    #expect(network.name == "LeNet5Classic")
    #expect(network.warnings.diagnostics.isEmpty)
    #expect(network.inputs.map(\.name) == ["input"])
    #expect(network.inputs[0].shape == [1, 1, 28, 28])
    #expect(network.inputs[0].elementCount == 784)
    #expect(network.outputs.map(\.shape) == [[1, 10]])
    let names = network.weights.map(\.name)
    #expect(names.contains("0.weight"))
    #expect(try network.analysis().totals.parameters == 61_706)
  }

  @Test func optionsChangeTheNetwork() throws {
    var options = CompilerOptions()
    options.settings = ["classes=3"]
    options.batch = 2
    let network = try Network(contentsOf: Specs.path("lenet5_lecture"), options: options)
    #expect(network.outputs.map(\.shape) == [[2, 3]])
  }

  @Test func filesOfPyTorch() throws {
    let folder = TestFolder.fixtures.appendingPathComponent("lenet5_classic").path
    let network = try Network(contentsOf: Specs.path("lenet5_classic"))
    let run = try network.optimized().runner(weights: .file(folder + ".safetensors"), threads: 2)
    let scores = try run(try network.input(contentsOf: folder + "_input.npy"))
    // What PyTorch computes, in lenet5_classic_output.npy.
    let expected: [Int: Float] = [0: 0.8336748, 2: 0.6200223, 4: 0.20024315]
    for (index, score) in expected { #expect(abs(scores[index] - score) < 1e-5) }
  }

  @Test func aProgramIsARunner() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("net.cnnc")
    let network = try Network(contentsOf: Specs.path("lenet5_classic"))
    let compiled = try network.optimized()
    let input = (0..<784).map { Float($0 % 17) / 17 }
    let expected = try compiled.runner(weights: .seed(1))(input)
    let warnings = try compiled.writeProgram(to: path, weights: .seed(1), threads: 2)
    #expect(warnings.diagnostics.isEmpty)
    let run = try NetworkRunner(programAt: path, threads: 1)
    #expect(run.inputs.map(\.shape) == [[1, 1, 28, 28]])
    #expect(run.outputs.map(\.name) == ["output"])
    #expect(try run(input) == expected)
    #expect(
      faults { () throws(DiagnosticReport) in
        _ = try NetworkRunner(programAt: folder.path("none.cnnc"))
      } == ["no-such-file: there is no such file"])
  }

  @Test func inputsAndOutputsByName() throws {
    let weights = WeightsSource.tensors(["0.weight": [1, 10], "0.bias": [0.5]])
    let run = try runner(Self.twoHeads, weights)
    #expect(run.inputs.map(\.name) == ["left", "right"])
    #expect(run.outputs.map(\.shape) == [[1, 2, 4, 4], [1, 1, 4, 4]])
    let ramp = (0..<32).map { Float($0) }
    let results = try run.run(["left": ramp, "right": Array(repeating: 1, count: 32)])
    let sum = ramp.map { $0 + 1 }
    #expect(results["sum"] == sum)
    let scaled = zip(sum[..<16], sum[16...]).map { $0 + 10 * $1 + 0.5 }
    #expect(results["scaled"] == scaled)
  }

  @Test func threadsShareARunner() async throws {
    let text = "network Wide { input(16, 32, 32); conv(32, kernel: 3); relu; conv(4, kernel: 1) }"
    let run = try runner(text, .seed(3), threads: 2)
    let inputs = (0..<8).map { (number) in
      (0..<16_384).map { Float(($0 * 7 + number) % 23) / 23 }
    }
    let expected = try inputs.map { try run($0) }
    try await withThrowingTaskGroup(of: (Int, [Float]).self) { (group) in
      for round in 0..<64 {
        group.addTask { (round % 8, try run(inputs[round % 8])) }
      }
      for try await (number, result) in group { #expect(result == expected[number]) }
    }
  }

  @Test func mistakesInATextHavePlaces() throws {
    let text = "network A {\n  input(3, 8, 8)\n  conv(4, kernal: 3)\n  maxPol(2)\n}\n"
    do throws(DiagnosticReport) {
      _ = try Network(text: text, name: "a.arch")
      Issue.record("the text has mistakes")
    } catch {
      let entries = error.diagnostics.filter { $0.severity == "error" }
      #expect(entries.map(\.code) == ["unknown-attribute", "unknown-name"])
      #expect(entries.map(\.region.line) == [3, 4])
      #expect(entries.map(\.region.file) == ["a.arch", "a.arch"])
      #expect(entries[0].fix?.replacement == "kernel")
      #expect("\(error)".contains("a.arch:3:11: error: "))
    }
  }

  @Test func weightsThatDoNotFit() throws {
    let network = try Network(text: "network A { input(4); linear(2) }").optimized()
    let tensors = ["0.weight": [Float](repeating: 0, count: 9), "1.bias": [0, 0]]
    #expect(
      faults { () throws(DiagnosticReport) in
        _ = try network.runner(weights: .tensors(tensors))
      } == [
        "wrong-weight-shape: '0.weight' has the shape [9]; the network needs [2x4]",
        "missing-weight: there is no tensor '0.bias' of shape [2]",
        "surplus-weight: the network has no parameter '1.bias'",
      ])
    #expect(
      faults { () throws(DiagnosticReport) in _ = try network.runner(weights: .none) }.count == 1)
  }

  @Test func surplusWeightsAreAWarning() throws {
    let tensors: [String: [Float]] = ["0.weight": [1, 2], "0.bias": [0], "other": [1]]
    let run = try runner("network A { input(2); linear(1) }", .tensors(tensors))
    #expect(run.warnings.diagnostics.map(\.code) == ["surplus-weight"])
    #expect(try run([3, 4]) == [11])
  }

  @Test func inputsThatDoNotFit() throws {
    let one = try runner("network A { input(1, 2, 2); relu }", .none)
    #expect(
      faults { () throws(DiagnosticReport) in _ = try one([1, 2, 3]) }
        == ["wrong-input-shape: the input 'input' takes 4 elements (1x1x2x2), not 3"])
    let two = try runner(Self.twoHeads, .seed(1))
    #expect(
      faults { () throws(DiagnosticReport) in _ = try two([1]) }
        == [
          "wrong-inputs: the network has 2 inputs and 2 outputs; 'run' takes and returns them by "
            + "name"
        ])
    #expect(
      faults { () throws(DiagnosticReport) in _ = try two.run(["left": [], "middle": []]) }
        == ["wrong-inputs: of the inputs, 'right' is missing, there is no 'middle'"])
    let network = try Network(text: Self.twoHeads)
    for name in ["middle", nil] {
      let found = faults { () throws(DiagnosticReport) in
        _ = try network.input(contentsOf: "x.npy", for: name)
      }
      #expect(found.count == 1)
      #expect(found[0].hasPrefix("wrong-inputs: "))
    }
  }

  @Test func textsOfACompiledNetwork() throws {
    let compiled = try Network(text: "network A { input(2); linear(3); relu }").optimized()
    let again = try Network(text: compiled.irText).optimized()
    #expect(again.irText == compiled.irText)
    #expect(try compiled.swiftSource(fileName: "folder/a.arch").contains("public struct A"))
    let text = "emit { access: package }\nnetwork A { input(2); linear(3); relu }"
    let source = try Network(text: text).optimized().swiftSource(weights: .seed(1))
    #expect(source.contains("package struct A"))
    #expect(source.contains("package init() {"))
  }

}
