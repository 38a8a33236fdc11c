import CNNIR
import CNNRuntime
import CNNTestSupport
import Testing

@testable import CNNCodegen

/// Sources for wider vectors than every processor has, where this machine has them, and for arm64, which
/// other machines run too, though slowly.
@Suite struct WideVectorTests {

  private static let targets: [EmissionTarget] = {
    let sets: [(EmissionTarget, InstructionSet)] = [(.v3, .avx2), (.v4, .avx512)]
    return [.arm64] + sets.filter { $0.1.isAvailable }.map { $0.0 }
  }()

  @Test(arguments: targets)
  func outputsAgreeWithTheReferenceKernels(target: EmissionTarget) throws {
    let networks = try [NetworkCase.planes, .volumes, .leNet, .activations, .filtered].map {
      try EmittedNetwork(Graph(irText: $0.text), target: target)
    }
    let options = target.compilerOption?.split(separator: " ").map(String.init) ?? []
    let program = try CompiledNetworks(networks, repetitions: 1, options: options)
    for network in networks {
      try check(
        program.outputs(of: network), equal: network.expected, within: network.tolerance,
        network.typeName)
    }
  }

  @Test func theHeadSaysWhatTheCompilerNeeds() throws {
    let graph = try Graph(irText: NetworkCase.folded.text)
    let wide = try EmittedNetwork(graph, target: .v4).source
    #expect(wide.contains("// -Xcc -march=x86-64-v4, without which it is very slow.\n"))
    #expect(wide.contains("typealias Vector = SIMD16<Float>"))
    let plain = try EmittedNetwork(graph).source
    #expect(!plain.contains("-march"))
    #expect(!plain.contains("is for arm64"))
    let arm = try EmittedNetwork(graph, target: .arm64).source
    #expect(arm.contains("// It is for arm64; on other processors it is very slow.\n"))
    #expect(arm.contains("typealias Vector = SIMD4<Float>"))
    #expect(plain.contains("typealias Vector = SIMD4<Float>"))
  }

}
