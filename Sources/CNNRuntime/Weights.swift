import CNNFiles
import CNNIR
import CNNSource
import Dispatch

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
    let (tensors, faults) = readPresent(in: file) { $0 }
    var found = diagnostics
    found.formUnion(faults)
    return (Dictionary(uniqueKeysWithValues: tensors), found)
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
    found.formUnion(readPresent(in: file) { (_) in }.faults)
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

  /// Reads the tensors that are present, several at a time: what `keep` makes of each, by name, and what
  /// is wrong with them.
  private func readPresent<Kept: Sendable>(
    in file: any TensorFile, _ keep: @Sendable (Tensor) -> Kept
  ) -> (kept: [(String, Kept)], faults: DiagnosticSet) {
    let present = rows.filter { $0.status == .present }
    var readings = present.map { (_) in Reading<Kept>() }
    readings.withUnsafeMutableBufferPointer { (buffer) in
      nonisolated(unsafe) let readings = buffer
      DispatchQueue.concurrentPerform(iterations: present.count) { (number) in
        guard let index = present[number].index, let shape = present[number].neededShape else {
          return
        }
        do throws(Diagnostic) {
          let tensor = Tensor(shape, try file.floats(at: index))
          readings[number].fault = nonFinite(tensor, present[number].name)
          readings[number].kept = keep(tensor)
        } catch {
          readings[number].fault = error
        }
      }
    }
    var faults = DiagnosticSet()
    for reading in readings { if let fault = reading.fault { faults.insert(fault) } }
    let kept = zip(present, readings).compactMap { (row, reading) in
      reading.kept.map { (row.name, $0) }
    }
    return (kept, faults)
  }

  /// What came of reading a tensor.
  private struct Reading<Kept> {
    var kept: Kept?
    var fault: Diagnostic?
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
