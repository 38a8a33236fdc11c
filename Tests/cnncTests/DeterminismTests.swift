import CNNTestSupport
import Foundation
import Testing

/// Equal bytes from two processes: hash tables have another order in each.
struct DeterminismTests {

  private static let networks = ["lenet5_classic", "resnet18", "googlenet", "unet_256"]

  @Test(arguments: networks, ["swift", "ir", "svg", "dot"])
  func twoProcessesWriteTheSame(network: String, form: String) throws {
    let arguments = ["compile", "specs/\(network).arch", "--emit", form]
    let results = try (0..<2).map { (_) in try Tool.run(arguments) }
    #expect(results[0].status == 0)
    #expect(!results[0].output.isEmpty)
    #expect(results[0].output == results[1].output)
  }

  @Test func diagnosticsAndTablesAreTheSame() throws {
    for arguments in [
      ["analyze", "specs/googlenet.arch", "--format", "json"],
      [
        "run", "specs/lenet5_classic.arch", "--weights", "Tests/Fixtures/lenet5_classic_input.npy",
        "--input", "seed:1",
      ],
      ["analyze", "-", "--diagnostics", "json"],
    ] {
      let input = "network A { input(1, 8, 8); conv(2, kernal: 3); relu(1); what }"
      let results = try (0..<2).map { (_) in try Tool.run(arguments, input: input) }
      #expect(results[0].output == results[1].output)
      #expect(results[0].errors == results[1].errors)
      #expect(results[0].status == results[1].status)
    }
  }

}
