import CNNIR
import CNNTestSupport
import Testing

@testable import CNNCodegen

/// What the emitted sources compute and do once they are compiled.
@Suite struct EmittedProgramTests {

  @Test func outputsAgreeWithTheReferenceKernels() throws {
    let program = try CompiledNetworks.shared.get()
    for network in program.networks {
      try check(
        program.outputs(of: network), equal: network.expected, within: network.tolerance,
        network.typeName)
    }
  }

  #if os(Linux)
    @Test func forwardAllocatesNothing() throws {
      let program = try CompiledNetworks.shared.get()
      let lines = try #require(program.lines["allocations"])
      #expect(lines.count == program.networks.count)
      for line in lines {
        #expect(line[2] == "0", "forward of \(line[1])")
        // The arrays that the call returns show that the count counts.
        #expect(line[3] != "0", "call of \(line[1])")
      }
    }
  #endif

  @Test(arguments: ["-O", "-Onone"])
  func aProgramIsLinkedWithoutTheCLibrary(option: String) throws {
    let files = [
      "Roots.swift": try EmittedNetwork(NetworkCase.roots).source,
      "Folded.swift": try EmittedNetwork(.folded, form: .embedded(.float16)).source,
      "main.swift": "print(Roots.parameterCount, FoldedEmbedded2().callAsFunction.self)",
    ]
    #expect(try CompiledNetworks.output(of: files, options: [option]).hasPrefix("46 "))
  }

  @Test func wrongWeightsAreAllListed() throws {
    let lines = try #require(try CompiledNetworks.shared.get().lines["weights"])
    let texts = lines.map { $0.dropFirst().joined(separator: " ") }
    #expect(texts[0] == "missing 0.weight 3.weight 7.weight 7.bias 9.weight 9.bias")
    #expect(texts[1] == "sizes [(name: \"0.bias\", expected: 20, found: 1)]")
    #expect(texts[2].hasPrefix("text 0.weight is missing; 3.weight is missing; "))
    #expect(texts[2].hasSuffix("9.bias is missing; 0.bias has 1 elements instead of 20"))
  }

  @Test func wrongFilesOfWeightsAreRefused() throws {
    let lines = try #require(try CompiledNetworks.shared.get().lines["file"])
    for type in ["FoldedFile4", "HalvesFile2"] {
      let texts = lines.filter { $0[1] == "\(type):" }.map {
        $0.dropFirst(2).joined(separator: " ")
      }
      try #require(texts.count == 4)
      #expect(texts[0] == "the file of weights cannot be read: No such file or directory")
      #expect(texts[1].hasPrefix("the weights have 0 bytes instead of "))
      #expect(texts[2] == "the weights are those of another network")
      let size = try #require(texts[1].split(separator: " ").last.flatMap { Int($0) })
      #expect(texts[3] == "the weights have \(size - 1) bytes instead of \(size)")
    }
  }

  @Test func functionsAreExactToTheLastPlace() throws {
    let lines = try #require(try CompiledNetworks.shared.get().lines["function"])
    let names = [
      "exp", "expm1", "log1p", "elu", "selu", "celu", "softplus", "mish", "softsign",
    ]
    #expect(lines.map { String($0[1]) } == names + Array(repeating: "power", count: 5))
    for line in lines { #expect(try #require(Double(line[2])) <= 1, "\(line[1])") }
  }

  @Test func functionsOfVectorsAreAsExactAsThoseOfTheRuntime() throws {
    let lines = try #require(try CompiledNetworks.shared.get().lines["vectors"])
    let names = [
      "sigmoid", "tanh", "silu", "gelu", "approximateGELU", "hardSwish", "hardSigmoid", "leakyReLU",
    ]
    #expect(lines.map { String($0[1]) } == names)
    for line in lines {
      // GELUs multiply the error of what they are made of.
      let limit = line[1].hasSuffix("gelu") || line[1].hasSuffix("GELU") ? 1e-6 : 5e-7
      #expect(try #require(Double(line[2])) <= limit, "\(line[1])")
    }
  }

}
