import CNNRuntime

extension Benchmark {

  /// The forms of the report.
  package enum Format: String, CaseIterable, Sendable {
    case table
    case json
    case csv
  }

  package func text(_ format: Format, perLayer: Bool) throws -> String {
    switch format {
    case .table: table(perLayer: perLayer)
    case .json: try json()
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
    func milliseconds(_ value: Double) -> String { value.fixed(places: 3) + " ms" }
    let share = (100 * overallGigaflops / peakGigaflops).fixed(places: 0) + " %"
    var lines = [
      "\(network): \(threads) \(threads == 1 ? "thread" : "threads"), batch \(batch), "
        + "\(instructionSet.rawValue), \(self.milliseconds.count) runs",
      "",
      "median   \(milliseconds(medianMilliseconds))",
      "minimum  \(milliseconds(quantile(0)))",
      "10 %     \(milliseconds(quantile(0.1)))",
      "90 %     \(milliseconds(quantile(0.9)))",
      "",
      "\(overallGigaflops.fixed(places: 1)) GFLOP/s, \(share) of "
        + "\(peakGigaflops.fixed(places: 1)) GFLOP/s; "
        + "memory \((roofline.bandwidth / 1e9).fixed(places: 1)) GB/s a thread; "
        + "arena \((Double(arenaBytes) / 1e6).fixed(places: 1)) MB",
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
          layer.name, layer.op, layer.microseconds.fixed(places: 1),
          (100 * layer.microseconds / max(total, 0.001)).fixed(places: 1) + " %",
          layer.macs > 0 ? rate.fixed(places: 1) : "")
      }
  }

  private var csv: String {
    let rows = layers.map {
      [$0.name, $0.op, $0.microseconds.fixed(places: 3), String($0.macs)]
    }
    return ReportTable.csv([["layer", "op", "microseconds", "macs"]] + rows)
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

  private func json() throws -> String {
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
    return try jsonText(document)
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
