import CNNFiles
import CNNIR
import CNNTestSupport
import Testing

@testable import CNNCodegen

/// The toolchain's mode without a runtime.
private enum EmbeddedSwift {

  static let options = ["-enable-experimental-feature", "Embedded", "-wmo", "-O"]

  /// Whether the toolchain has it for this machine.
  static let isAvailable =
    (try? CompiledNetworks.output(of: ["main.swift": "print(1)"], options: options)) == "1\n"

  /// The options for arm64 without an operating system.
  static let optionsForARM = options + ["-target", "aarch64-none-none-elf"]

  /// Whether the toolchain has it for arm64.
  static let isAvailableForARM =
    (try? CompiledNetworks.undefinedSymbols(of: "func f() {}", options: optionsForARM)) == []

}

/// Sources for Embedded Swift.
@Suite(.enabled(if: EmbeddedSwift.isAvailable)) struct EmbeddedSwiftTests {

  /// The compiler refuses what would take memory from a heap, and the linker would miss a runtime.
  @Test func nothingIsWantedButCopyingMemory() throws {
    for network in [NetworkCase.folded, .halves, .views] {
      let source = try EmittedNetwork(network, form: .bare(.float32)).source
      try checkSymbols(of: source, EmbeddedSwift.options)
    }
  }

  /// Fused multiply-adds are instructions there, not calls.
  @Test(
    .enabled(if: EmbeddedSwift.isAvailableForARM), arguments: [EmissionTarget.baseline, .arm64])
  func nothingElseIsWantedOnARM(target: EmissionTarget) throws {
    for network in [NetworkCase.leNet, .activations] {
      let graph = try Graph(irText: network.text)
      let source = try EmittedNetwork(graph, form: .bare(.float32), target: target).source
      try checkSymbols(of: source, EmbeddedSwift.optionsForARM)
    }
  }

  /// - Parameter options: for the compiler, which must have no warnings.
  private func checkSymbols(of source: String, _ options: [String]) throws {
    let symbols = try CompiledNetworks.undefinedSymbols(
      of: source, options: options + ["-no-allocations", "-warnings-as-errors"])
    let known: Set = ["memcpy", "memmove", "memset"]
    #expect(symbols.subtracting(known) == [])
  }

  @Test(arguments: StoredFloat.allCases)
  func outputsAgreeWithTheReferenceKernels(storage: StoredFloat) throws {
    let network = try EmittedNetwork(.halves, form: .bare(storage))
    let type = network.typeName
    let input = network.inputs[0].elements.map(\.bitPattern)
    let main = """
      func run() {
        let bits: [UInt32] = \(literal(input.map(Int.init)))
        let x = bits.map { Float(bitPattern: $0) }
        var y = [Float](repeating: 0, count: 4)
        var arena = [Float](repeating: .nan, count: \(type).arenaSize)
        var parameters = [Float](repeating: .nan, count: \(type).parametersSize)
        var ySpan = y.mutableSpan
        var arenaSpan = arena.mutableSpan
        var parametersSpan = parameters.mutableSpan
        \(type).decodeParameters(into: &parametersSpan)
        \(type).forward(x.span, into: &ySpan, arena: &arenaSpan, parameters: parametersSpan.span)
        for index in 0..<4 { print(ySpan[index].bitPattern) }
      }
      run()
      """
    let files = ["main.swift": main, "Network.swift": network.source]
    let lines = try CompiledNetworks.output(of: files, options: EmbeddedSwift.options)
    let found = lines.split(separator: "\n").compactMap { UInt32($0).map(Float.init(bitPattern:)) }
    let expected = network.expected[0]
    try #require(found.count == expected.elements.count)
    try Tensor(expected.shape, found).check(equals: expected, within: 1e-5, "\(storage)")
  }

}
