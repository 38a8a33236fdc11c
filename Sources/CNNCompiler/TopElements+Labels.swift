import CNNIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension TopElements {

  /// A line for each element: its position, its value, and the name of its channel. Numbers that
  /// are no probabilities are followed by those that the softmax over a vector makes of them.
  package func text(name: String, labels: Labels, meaning: OutputMeaning) -> String {
    let hasShares = shape.count == 2 && meaning.needsSoftmax
    let remark = hasShares ? ", and their softmax" : ""
    var lines: [String] = []
    for (number, sample) in samples.enumerated() {
      lines.append("\(title(name, number)) \(meaning.phrase)\(remark)")
      let shares = hasShares ? self.shares(number) : []
      let rows = sample.map { (index, value) in
        let percent = hasShares ? ["\((100 * shares[index]).fixed(places: 2)) %"] : []
        return [position(of: index), valueText(value)] + percent
      }
      let widths = (rows.first ?? []).indices.map { (column) in
        rows.map { $0[column].count }.max() ?? 0
      }
      for (row, element) in zip(rows, sample) {
        let cells = zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
        let label = labels.names[channel(of: element.index)]
        lines.append("  \((cells + [label]).joined(separator: "  "))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The softmax of a sample.
  private func shares(_ number: Int) -> [Double] {
    let values = elements(ofSample: number).map(Double.init)
    let largest = values.max() ?? 0
    let powers = values.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private func channel(of index: Int) -> Int {
    shape.count > 1 ? index / max(shape.dropFirst(2).reduce(1, *), 1) : 0
  }

}
