import CNNFiles
import CNNIR
import CNNSource
import Dispatch
import Synchronization

/// The tensors of a network in a file, each read when it is looked at.
///
/// Nothing is kept of them but what was wrong.
package final class WeightsReader: TensorLookup {

  private let file: any TensorFile
  /// The tensors that the file has as the network needs them, in the network's order.
  private let tensors: [(name: String, shape: Shape, index: Int)]
  /// The places of `tensors` by name.
  private let places: [String: Int]
  /// What is known of each of `tensors`.
  private let findings: Mutex<[Finding]>
  /// What was wrong before any tensor was read.
  private let found: DiagnosticSet

  /// What is known of a tensor's elements.
  private struct Finding {
    /// How many elements were looked at.
    var count = 0
    var isFinite = true
    var fault: Diagnostic?
  }

  /// Finds the tensors that `parameters` name in a file, under other names where rules say so.
  ///
  /// - Throws: all that is wrong, when a tensor is missing, or of a wrong shape or type.
  package convenience init(
    _ parameters: [NamedTensor], in file: any TensorFile, rules: [WeightsRenaming] = []
  ) throws(DiagnosticSet) {
    let report = WeightsReport(parameters, in: file, rules: rules)
    guard report.isComplete else { throw report.diagnostics }
    self.init(report.present, in: file, report.diagnostics)
  }

  /// The tensors that a generator makes, as if they lay in a file.
  package convenience init(_ parameters: [NamedTensor], madeBy generator: SeededTensors) {
    let file = SeededFile(generator, parameters)
    let tensors = file.tensors.enumerated().map { ($1.name, $1.shape, $0) }
    self.init(tensors, in: file, DiagnosticSet())
  }

  fileprivate init(
    _ tensors: [(name: String, shape: Shape, index: Int)], in file: any TensorFile,
    _ found: DiagnosticSet
  ) {
    self.file = file
    self.tensors = tensors
    self.found = found
    places = Dictionary(uniqueKeysWithValues: tensors.enumerated().map { ($1.name, $0) })
    findings = Mutex(tensors.map { (_) in Finding() })
  }

  package typealias Failure = Diagnostic

  package var hasParts: Bool { file.hasParts }

  package func shape(of name: String) -> Shape { tensors[places[name]!].shape }

  package func withElements<Result>(
    of name: String, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Diagnostic) -> Result {
    try read(name, in: range) { (elements) in (body(elements), isFinite: elements.areFinite) }
  }

  package func withChecked(
    of name: String, in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Bool
  ) throws(Diagnostic) {
    try read(name, in: range) { ((), isFinite: body($0)) }
  }

  /// Calls `body` with elements of a tensor, and notes what it says of them.
  private func read<Result>(
    _ name: String, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> (Result, isFinite: Bool)
  ) throws(Diagnostic) -> Result {
    let place = places[name]!
    do throws(Diagnostic) {
      let (result, isFinite) = try file.withFloats(at: tensors[place].index, in: range, body)
      findings.withLock {
        $0[place].count += range.count
        if !isFinite { $0[place].isFinite = false }
      }
      return result
    } catch {
      findings.withLock { $0[place].fault = error }
      throw error
    }
  }

  /// Reads the tensors that nobody has looked at, several at a time, and says all that was wrong with
  /// any: errors where one could not be read; tensors that the network does not use, and elements that
  /// are no finite numbers, are warnings.
  package func finish() -> DiagnosticSet {
    let findings = findings.withLock { $0 }
    let places = tensors.indices.filter { (place) in
      let finding = findings[place]
      return finding.fault == nil
        && (!finding.isFinite || finding.count < tensors[place].shape.elementCount)
    }
    DispatchQueue.concurrentPerform(iterations: places.count) { examine(places[$0]) }
    var found = found
    for finding in self.findings.withLock({ $0 }) {
      if let fault = finding.fault { found.insert(fault) }
    }
    return found
  }

  /// All tensors by name, and warnings.
  ///
  /// - Throws: what is wrong, when one cannot be read.
  package func all() throws(DiagnosticSet) -> (
    tensors: [String: Tensor], warnings: DiagnosticSet
  ) {
    let read = Mutex<[String: Tensor]>([:])
    DispatchQueue.concurrentPerform(iterations: tensors.count) { (place) in
      let (name, shape, _) = tensors[place]
      let elements = try? withElements(of: name, in: 0..<shape.elementCount) { Array($0) }
      guard let elements else { return }
      read.withLock { $0[name] = Tensor(shape, elements) }
    }
    let found = finish()
    if found.containsError { throw found }
    return (read.withLock { $0 }, found)
  }

  /// Looks at all elements of a tensor for those that are no finite numbers.
  private func examine(_ place: Int) {
    let (name, shape, index) = tensors[place]
    let fault: Diagnostic?
    do throws(Diagnostic) {
      fault = try file.withFloats(at: index, in: 0..<shape.elementCount) { (elements) in
        elements.areFinite ? nil : .nonFinite(elements, name, file.path)
      }
    } catch {
      fault = error
    }
    findings.withLock { $0[place].fault = fault }
  }

}

extension WeightsReport {

  /// The tensors that the file has as the network needs them.
  fileprivate var present: [(name: String, shape: Shape, index: Int)] {
    rows.compactMap { (row) in
      guard row.status == .present, let shape = row.neededShape, let index = row.index else {
        return nil
      }
      return (row.name, shape, index)
    }
  }

  /// What `cnnc weights` says beside the list: whether there are mistakes in it, and what is found
  /// when the tensors are read.
  package func summary(_ file: any TensorFile) -> DiagnosticSet {
    var found = renaming
    let mistakes = rows.count { $0.status.isError }
    if mistakes > 0 {
      let total = rows.count { $0.neededShape != nil }
      let message =
        "\(mistakes) of the \(total) tensors that the network needs \(mistakes == 1 ? "is" : "are") "
        + "missing or wrong"
      let notes = prefix.map { [$0.note] } ?? []
      found.insert(
        Diagnostic(.error, "incomplete-weights", message, at: .file(path), notes: notes))
    }
    return WeightsReader(present, in: file, found).finish()
  }

  /// Writes the network's tensors under its names as safetensors.
  ///
  /// - Requires: the file has them all.
  /// - Throws: when the data is damaged or the file cannot be written.
  package func write(_ file: any TensorFile, to path: String) throws(Diagnostic) {
    let present = present
    try SafetensorsFile.write(present.map { ($0.name, $0.shape) }, to: path) {
      (index) throws(Diagnostic) in try file.floats(at: present[index].index)
    }
  }

}

extension UnsafeBufferPointer<Float> {

  /// Whether all elements are finite numbers.
  fileprivate var areFinite: Bool {
    guard let start = baseAddress else { return true }
    return InstructionSet.best.availableKernels.pointee.are_finite(start, count)
  }

}

extension Diagnostic {

  fileprivate static func nonFinite(
    _ elements: UnsafeBufferPointer<Float>, _ name: String, _ path: String
  ) -> Self {
    let count = elements.count { !$0.isFinite }
    let first = elements.firstIndex { !$0.isFinite } ?? 0
    let message =
      "\(count) of the \(elements.count) elements of '\(name)' "
      + "\(count == 1 ? "is" : "are") NaN or infinite, the first at index \(first)"
    return Self(.warning, "non-finite-weight", message, at: .file(path))
  }

}
