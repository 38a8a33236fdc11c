import CNNIR

/// The largest elements of each sample of a batch.
package struct TopElements {

  /// The index within the sample and the value, largest first; a NaN comes last.
  package let samples: [[(index: Int, value: Float)]]
  private let tensor: Tensor
  /// The number of elements of a sample.
  private let size: Int

  package init(_ tensor: Tensor, count: Int) {
    self.tensor = tensor
    let size = max(tensor.elements.count / max(tensor.shape.first ?? 1, 1), 1)
    self.size = size
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
      lines.append(title(name, number))
      lines += sample.map { "  \(position(of: $0.index))  \(valueText($0.value))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var shape: Shape { tensor.shape }

  /// The elements of a sample, in order.
  func elements(ofSample number: Int) -> ArraySlice<Float> {
    tensor.elements[number * size..<(number + 1) * size]
  }

  /// The name of an output, its shape, and the number of the sample if there are several.
  func title(_ name: String, _ number: Int) -> String {
    let title = samples.count == 1 ? name : "\(name), sample \(number)"
    return "\(title): \(shape.withoutBatch)"
  }

  /// A value in decimal; the sign of a NaN says nothing.
  func valueText(_ value: Float) -> String { value.isNaN ? "nan" : value.description }

  /// The index of an element of a sample along each axis.
  func position(of index: Int) -> String {
    var rest = index
    var coordinates: [String] = []
    for extent in shape.dropFirst().reversed() {
      coordinates.append(String(rest % extent))
      rest /= extent
    }
    return coordinates.reversed().joined(separator: ",")
  }

}
