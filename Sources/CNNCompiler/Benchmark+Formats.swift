import CNNRuntime
import Foundation

extension Benchmark {

  /// The forms of the report.
  package enum Format: String, CaseIterable, Sendable {
    case table
    case json
    case csv
  }

  package func text(_ format: Format, perLayer: Bool) -> String {
    switch format {
    case .table: table(perLayer: perLayer)
    case .json: json
    case .csv: csv
    }
  }

  /// Multiply-adds and additions a second, in billions.
  private func gigaflops(_ macs: Int, microseconds: Double) -> Double {
    microseconds > 0 ? 2 * Double(macs) / microseconds / 1e3 : 0
  }

  private var medianMilliseconds: Double { quantile(0.5) }

  private var overallGigaflops: Double {
    gigaflops(macs, microseconds: medianMilliseconds * 1e3)
  }

  /// What the threads could compute at most, in billions of operations a second.
  private var peakGigaflops: Double { 2 * roofline.multiplyAdds * Double(threads) / 1e9 }

  private func table(perLayer: Bool) -> String {
    func milliseconds(_ value: Double) -> String { String(format: "%.3f ms", value) }
    let share = String(format: "%.0f %%", 100 * overallGigaflops / peakGigaflops)
    var lines = [
      "\(network): \(threads) \(threads == 1 ? "thread" : "threads"), batch \(batch), "
        + "\(instructionSet.rawValue), \(self.milliseconds.count) runs",
      "",
      "median   \(milliseconds(medianMilliseconds))",
      "minimum  \(milliseconds(quantile(0)))",
      "10 %     \(milliseconds(quantile(0.1)))",
      "90 %     \(milliseconds(quantile(0.9)))",
      "",
      String(format: "%.1f GFLOP/s, ", overallGigaflops) + share
        + String(format: " of %.1f GFLOP/s; ", peakGigaflops)
        + String(format: "memory %.1f GB/s a thread; ", roofline.bandwidth / 1e9)
        + String(format: "arena %.1f MB", Double(arenaBytes) / 1e6),
    ]
    if perLayer { lines += [""] + layerLines }
    return lines.joined(separator: "\n") + "\n"
  }

  private var layerLines: [String] {
    let width = max(layers.map(\.name.count).max() ?? 0, 5)
    let opWidth = max(layers.map(\.op.count).max() ?? 0, 2)
    func line(_ name: String, _ op: String, _ time: String, _ share: String, _ rate: String)
      -> String
    {
      name.padded(to: width) + "  " + op.padded(to: opWidth) + "  " + time.padded(before: 10) + "  "
        + share.padded(before: 7) + "  " + rate.padded(before: 9)
    }
    let total = layers.reduce(0) { $0 + $1.microseconds }
    return [line("Layer", "Op", "µs", "Share", "GFLOP/s")]
      + layers.map { (layer) in
        let rate = gigaflops(layer.macs, microseconds: layer.microseconds)
        return line(
          layer.name, layer.op, String(format: "%.1f", layer.microseconds),
          String(format: "%.1f %%", 100 * layer.microseconds / max(total, 0.001)),
          layer.macs > 0 ? String(format: "%.1f", rate) : "")
      }
  }

  private var csv: String {
    let rows = layers.map { "\($0.name),\($0.op),\($0.microseconds),\($0.macs)" }
    return (["layer,op,microseconds,macs"] + rows).joined(separator: "\n") + "\n"
  }

  /// The JSON of schema 1.
  private struct Document: Encodable {
    let schema = 1
    let network: String
    let threads: Int
    let batch: Int
    let instructionSet: String
    let runs: Int
    let medianMilliseconds: Double
    let minMilliseconds: Double
    let quantiles: [String: Double]
    let macs: Int
    let gigaflops: Double
    let peakGigaflops: Double
    let bandwidthGigabytes: Double
    let arenaBytes: Int
    let layers: [Layer]
  }

  private var json: String {
    let document = Document(
      network: network, threads: threads, batch: batch, instructionSet: instructionSet.rawValue,
      runs: milliseconds.count, medianMilliseconds: medianMilliseconds,
      minMilliseconds: quantile(0),
      quantiles: [
        "0.1": quantile(0.1), "0.25": quantile(0.25), "0.75": quantile(0.75),
        "0.9": quantile(0.9),
      ],
      macs: macs, gigaflops: overallGigaflops, peakGigaflops: peakGigaflops,
      bandwidthGigabytes: roofline.bandwidth / 1e9, arenaBytes: arenaBytes, layers: layers)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(document) else {
      preconditionFailure("numbers and names are JSON")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

}

extension String {

  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate func padded(before width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

}
