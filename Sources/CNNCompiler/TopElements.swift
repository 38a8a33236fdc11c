import CNNIR

/// The largest elements of each sample of a batch.
package struct TopElements {

  /// The index within the sample and the value, largest first; a NaN comes last.
  package let samples: [[(index: Int, value: Float)]]
  private let shape: Shape

  package init(_ tensor: Tensor, count: Int) {
    shape = tensor.shape
    let size = max(tensor.elements.count / max(tensor.shape.first ?? 1, 1), 1)
    samples = stride(from: 0, to: tensor.elements.count, by: size).map { (start) in
      let elements = tensor.elements[start..<start + size].enumerated()
      let ranked = elements.sorted { (a, b) in
        if a.element == b.element || (a.element.isNaN && b.element.isNaN) {
          return a.offset < b.offset
        }
        return b.element.isNaN || a.element > b.element
      }
      return ranked.prefix(count).map { (index: $0.offset, value: $0.element) }
    }
  }

  /// A line for each element: its index, or its position along each axis, and its value.
  package func text(name: String) -> String {
    var lines: [String] = []
    for (number, sample) in samples.enumerated() {
      let title = samples.count == 1 ? name : "\(name), sample \(number)"
      lines.append("\(title): \(shape.withoutBatch)")
      lines += sample.map { (index, value) in
        "  \(position(of: index))  \(value.isNaN ? "nan" : value.description)"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func position(of index: Int) -> String {
    var rest = index
    var coordinates: [String] = []
    for extent in shape.dropFirst().reversed() {
      coordinates.append(String(rest % extent))
      rest /= extent
    }
    return coordinates.reversed().joined(separator: ",")
  }

}
