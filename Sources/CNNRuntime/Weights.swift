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
    var found = diagnostics
    found.formUnion(visitPresent(in: file) { (name, tensor) in tensors[name] = tensor })
    return (tensors, found)
  }

  /// What `cnnc weights` says beside the list: whether there are mistakes in it, and what is found
  /// when the tensors are read.
  package func summary(_ file: any TensorFile) -> DiagnosticSet {
    var found = renaming
    let mistakes = rows.count { $0.status.isError }
    if mistakes > 0 {
      let total = rows.count { $0.neededShape != nil }
      let message =
        "\(mistakes) of the \(total) tensors that the network needs are missing or wrong"
      found.insert(Diagnostic(.error, "incomplete-weights", message, at: .file(path)))
    }
    found.formUnion(visitPresent(in: file) { (_, _) in })
    return found
  }

  /// Writes the network's tensors under its names as safetensors.
  ///
  /// - Requires: the file has them all.
  /// - Throws: when the data is damaged or the file cannot be written.
  package func write(_ file: any TensorFile, to path: String) throws(Diagnostic) {
    let present = rows.compactMap { (row) in
      row.neededShape.flatMap { (shape) in row.index.map { (row.name, shape, $0) } }
    }
    try SafetensorsFile.write(present.map { ($0.0, $0.1) }, to: path) {
      (index) throws(Diagnostic) in try file.floats(at: present[index].2)
    }
  }

  /// Reads the tensors that are present, one after the other; the result is what is wrong with them.
  private func visitPresent(
    in file: any TensorFile, _ visit: (String, Tensor) -> Void
  ) -> DiagnosticSet {
    var found = DiagnosticSet()
    for row in rows where row.status == .present {
      guard let index = row.index, let shape = row.neededShape else { continue }
      do throws(Diagnostic) {
        let tensor = Tensor(shape, try file.floats(at: index))
        if let diagnostic = nonFinite(tensor, row.name) { found.insert(diagnostic) }
        visit(row.name, tensor)
      } catch {
        found.insert(error)
      }
    }
    return found
  }

  private func nonFinite(_ tensor: Tensor, _ name: String) -> Diagnostic? {
    // Magnitudes are in the order of their bits, and finite ones come first.
    // The loop is over a pointer, for debug builds.
    let largest = tensor.elements.withUnsafeBufferPointer { (elements) in
      var largest: UInt32 = 0
      guard let start = elements.baseAddress else { return largest }
      var index = 0
      while index < elements.count {
        let bits = start[index].bitPattern & 0x7FFF_FFFF
        if bits > largest { largest = bits }
        index &+= 1
      }
      return largest
    }
    if Float(bitPattern: largest).isFinite { return nil }
    let count = tensor.elements.count { !$0.isFinite }
    let first = tensor.elements.firstIndex { !$0.isFinite } ?? 0
    let message =
      "\(count) of the \(tensor.elements.count) elements of '\(name)' "
      + "\(count == 1 ? "is" : "are") NaN or infinite, the first at index \(first)"
    return Diagnostic(.warning, "non-finite-weight", message, at: .file(path))
  }

}
