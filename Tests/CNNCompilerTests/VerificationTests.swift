import CNNCompiler
import CNNIR
import CNNRuntime
import Testing

/// Translation validation, the emitted source compiled by `swiftc` included.
struct VerificationTests {

  @Test(arguments: ["lenet5_lecture", "lenet5_classic", "strawberry"])
  func everyStageAgrees(spec: String) throws {
    let graph = try Specs.graph(spec)
    let verification = try Verification(graph, seed: 3, tolerance: 1e-5)
    #expect(
      verification.rows.map(\.step) == [
        "infer-shapes", "eliminate-dead-nodes", "remove-identities", "simplify-chains",
        "eliminate-common-subexpressions", "linear-to-conv", "fold-pad", "fold-batch-norm",
        "fold-normalization", "fuse-activation", "fuse-residual-add", "merge-sibling-convs",
        "order-nodes", "runtime", "emitted Swift",
      ])
    #expect(verification.holds, "\(verification.text)")
    #expect(verification.culprit == nil)
    let exact = try Verification(graph, seed: 3, tolerance: 0, stages: [.runtime])
    #expect(!exact.holds, "two orders of summation never agree to the last bit")
  }

  @Test func severalInputsAndOutputs() throws {
    let graph = try Specs.graph(
      text: """
        network Two {
          input image: (2, 6, 6)
          input mask: (2, 6, 6)
          add(image, mask)
          conv(4, kernel: 3, bias: false); batchNorm; tanh
          output features: globalAvgPool
          flatten
          output scores: linear(3)
        }
        """)
    let verification = try Verification(graph, seed: 1, tolerance: 1e-5)
    #expect(verification.holds, "\(verification.text)")
  }

  /// A large mean that is taken away leaves the last digits, and folding changes them.
  @Test func roundingIsNoMistake() throws {
    let graph = try Specs.graph(
      text: """
        network Steep {
          input(3, 64, 64)
          conv(32, kernel: 3, bias: false); batchNorm; add(it, 10000); instanceNorm
        }
        """)
    let verification = try Verification(graph, seed: 1, stages: [])
    #expect(verification.holds, "\(verification.text)")
    #expect(verification.tolerance > 1e-4)
    #expect(verification.text.contains("A change of the weights' last digits makes "))
    let strict = try Verification(graph, seed: 1, tolerance: 1e-4, stages: [])
    #expect(!strict.holds)
    #expect(strict.sensitivity == nil)
  }

  /// Where nothing is finite there is nothing to compare: that is no success.
  @Test func outputWithoutNumbersFails() throws {
    let graph = try Specs.graph(
      text: "network A { input(2); mul(it, 1e38); mul(it, 1e38); softmax }")
    let verification = try Verification(graph, seed: 1, tolerance: 1)
    #expect(verification.meaninglessOutputs == ["output"])
    #expect(verification.rows.allSatisfy { $0.error == 0 })
    #expect(!verification.holds)
    #expect(
      verification.text.hasSuffix(
        "WRONG: no element of 'output' is a finite number, so there is nothing to compare\n"))
  }

  @Test func relativeErrorSeesEveryDifference() {
    let expected = Tensor(Shape(3), [1, -4, .nan])
    #expect(relativeError(of: [expected], against: [expected]) == 0)
    #expect(relativeError(of: [Tensor(Shape(3), [2, -4, .nan])], against: [expected]) == 0.25)
    #expect(relativeError(of: [Tensor(Shape(3), [1, -4, 0])], against: [expected]) == .infinity)
    #expect(
      relativeError(of: [Tensor(Shape(3), [.nan, -4, .nan])], against: [expected]) == .infinity)
    #expect(relativeError(of: [], against: [expected]) == .infinity)
  }

}
