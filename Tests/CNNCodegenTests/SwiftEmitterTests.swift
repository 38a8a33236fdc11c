import CNNIR
import CNNOps
import Testing

@testable import CNNCodegen

/// The text of emitted sources.
@Suite struct SwiftEmitterTests {

  /// Ops for which every plan has steps of its own.
  private static let planned: Set = [
    "convTranspose", "linear", "maxPool", "globalAvgPool", "flatten", "reshape", "dropout",
    "dropPath", "relu", "relu6", "leakyRelu", "sigmoid", "hardSigmoid", "tanh", "silu", "hardSwish",
    "gelu",
  ]

  @Test(arguments: OpTable.standard.mnemonics)
  func everyOpHasAnEmission(mnemonic: String) throws {
    let type = try #require(OpTable.standard[mnemonic])
    if type is any ElementwiseOp.Type {
      #expect(type is any EmittableElementwiseOp.Type != Self.planned.contains(mnemonic))
    } else {
      #expect(type is any EmittableOp.Type != Self.planned.contains(mnemonic))
    }
  }

  @Test(arguments: NetworkCase.all)
  func sourcesImportNothingAndKeepTheLineLength(network: NetworkCase) throws {
    let lines = try EmittedNetwork(network).source.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("import ") })
    #expect(lines.filter { $0.count > SwiftWriter.lineLength } == [])
  }

  @Test(arguments: [
    EmittedNetwork.Form.embedded(.float32), .embedded(.float16), .file(.float32), .file(.float16),
    .bare(.float32), .bare(.float16),
  ])
  func sourcesWithWeightsKeepTheLineLength(form: EmittedNetwork.Form) throws {
    for network in [NetworkCase.folded, .halves] {
      let lines = try EmittedNetwork(network, form: form).source.split(separator: "\n")
      #expect(lines.filter { $0.count > SwiftWriter.lineLength } == [])
    }
  }

  @Test func aLayerAndItsActivationAreOneFunction() throws {
    let source = try EmittedNetwork(NetworkCase.leNet).source
    #expect(
      source.contains(
        "/// 0: conv(filters: 20, kernel: 5, padding: 2) + relu, 1x28x28 to 20x28x28.\n"
          + "  private static func layer0("))
    #expect(!source.contains("func layer1("))
    #expect(source.contains("/// It has 1,256,080 parameters and takes 6,522,000 multiply-adds"))
    #expect(source.contains("public static let parameterCount = 1_256_080"))
  }

  @Test func aFoldedNormLeavesOneConvolution() throws {
    let source = try EmittedNetwork(NetworkCase.branches).source
    #expect(!source.contains("block_bn1("))
    #expect(source.contains("private static func block_conv1_parameters("))
    #expect(source.contains("let factor: Exact ="))
  }

  @Test func aNormalizedWeightIsMadeOfLengthsAndDirections() throws {
    let source = try EmittedNetwork(NetworkCase.weightNorms).source
    #expect(source.contains("let weight_v: Exact = tensors[\"a0.weight_v\", 4, 4, 3, 3]\n"))
    let value = "tensors[\"a0.weight_g\", 4, 1, 1, 1] * (weight_v / weight_v.norm())"
    #expect(source.contains("let weight: Exact = \(value)\n"))
  }

  @Test func activationsAreAppliedWhereALayerStores() throws {
    let source = try EmittedNetwork(NetworkCase.activations).source
    #expect(source.contains("Kernels.gelu(y, to: y, count: "))
    #expect(!source.contains("func c1("))
  }

  @Test func namesOfSwiftAreAvoided() throws {
    let source = try EmittedNetwork(NetworkCase.ports).source
    #expect(source.contains("public struct class_: Sendable"))
    for name in ["max_", "layer0", "a_b_c", "a_b_c_2", "run_", "Kernels_"] {
      #expect(source.contains("  private static func \(name)("))
    }
    #expect(source.contains("public func callAsFunction(in_: [Float], arena_: [Float], two_words"))
  }

}
