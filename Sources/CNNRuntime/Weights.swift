import CNNFiles
import CNNIR
import CNNSource

/// Where the tensors of a network come from.
package enum Weights {

  /// Made from their names.
  case seeded(SeededTensors)
  /// Read from a file, under other names where rules say so.
  case file(any TensorFile, rules: [WeightsRenaming] = [])

  /// The tensors that `parameters` name, by name, and what was wrong with any of them: missing,
  /// wrongly shaped or typed ones are errors; surplus ones, and elements that are no finite numbers,
  /// are warnings.
  package func load(
    _ parameters: [NamedTensor]
  ) -> (tensors: [String: Tensor], diagnostics: DiagnosticSet) {
    switch self {
    case .seeded(let generator):
      let tensors = parameters.map { ($0.name, generator.tensor($0)) }
      return (Dictionary(uniqueKeysWithValues: tensors), DiagnosticSet())
    case .file(let file, let rules):
      let report = WeightsReport(parameters, in: file, rules: rules)
      return report.isComplete ? report.load(from: file) : ([:], report.diagnostics)
    }
  }

}

extension WeightsReport {

  /// The tensors that are present, by name, and all that is wrong.
  fileprivate func load(
    from file: any TensorFile
  ) -> (tensors: [String: Tensor], diagnostics: DiagnosticSet) {
    var tensors: [String: Tensor] = [:]
    var diagnostics = diagnostics
    for row in rows {
      do throws(Diagnostic) {
        guard let tensor = try tensor(of: row, from: file) else { continue }
        tensors[row.name] = tensor
        if let diagnostic = nonFinite(tensor, row.name) { diagnostics.insert(diagnostic) }
      } catch {
        diagnostics.insert(error)
      }
    }
    return (tensors, diagnostics)
  }

  /// The tensor of a row, if it is present.
  ///
  /// - Throws: when the data is damaged.
  package func tensor(
    of row: Row, from file: any TensorFile
  ) throws(Diagnostic) -> Tensor? {
    guard row.status == .present, let index = row.index, let shape = row.neededShape else {
      return nil
    }
    return Tensor(shape, try file.floats(at: index))
  }

  private func nonFinite(_ tensor: Tensor, _ name: String) -> Diagnostic? {
    // A sum of zeros times the elements is cheap, and no number as soon as one of them is not.
    var sum: Float = 0
    for element in tensor.elements { sum += element * 0 }
    if sum == 0 { return nil }
    let count = tensor.elements.count { !$0.isFinite }
    let first = tensor.elements.firstIndex { !$0.isFinite } ?? 0
    let message =
      "\(count) of the \(tensor.elements.count) elements of '\(name)' "
      + "\(count == 1 ? "is" : "are") NaN or infinite, the first at index \(first)"
    return Diagnostic(.warning, "non-finite-weight", message, at: .file(path))
  }

}
