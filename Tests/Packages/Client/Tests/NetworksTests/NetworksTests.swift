import Checked
import Foundation
import Networks
import Testing

/// Networks that the plugin compiled, against PyTorch.
struct NetworksTests {

  /// The elements of an array of 32-bit floats that NumPy saved, beside this file.
  private func array(_ name: String) throws -> [Float] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent(name)
    let data = try Data(contentsOf: url)
    // The length of the header stands at 8, in 16 bits.
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    return data[start...].withUnsafeBytes { (bytes) in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  private func expectScores(of run: ([Float]) -> [Float]) throws {
    let expected = try array("output.npy")
    let scores = run(try array("input.npy"))
    #expect(scores.count == 10 && expected.count == 10)
    for (score, expected) in zip(scores, expected) { #expect(abs(score - expected) < 1e-5) }
  }

  @Test func embeddedWeights() throws {
    let network = LeNet5Classic()
    try expectScores { network($0) }
  }

  @Test func weightsInAFile() throws {
    let path = try #require(Networks.weights(named: "more_lenet5.arch.weights"))
    let network = try LeNet5Beside(weightsAt: path)
    try expectScores { network($0) }
  }

  @Test func severalNetworksOfAFile() {
    #expect(Networks.familySizes == [2 * 10 + 2 * 4 + 4, 6 * 10 + 6 * 4 + 4])
  }

  @Test func sourceThatIsCheckedIn() {
    #expect(digitsShape == [1, 2, 6, 6])
  }

}
