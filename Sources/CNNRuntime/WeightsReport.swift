import CNNFiles
import CNNIR
import CNNSource

/// How the tensors of a file meet the parameters of a network.
package struct WeightsReport: Sendable {

  /// What is to say of a parameter or of a tensor in the file.
  package enum Status: String, Sendable, CaseIterable {
    /// The file has the parameter.
    case present
    /// The file has no tensor of this name.
    case missing
    case wrongShape
    /// The elements are of a type that is not converted to floats.
    case wrongType
    /// The network has no parameter of this name.
    case surplus
    /// The tensor carries nothing at inference.
    case skipped

    /// Whether the network cannot be run.
    package var isError: Bool { self == .missing || self == .wrongShape || self == .wrongType }
  }

  package struct Row: Sendable {
    /// The name in the network; of a tensor that the network does not have, what it would be.
    package let name: String
    package let status: Status
    /// The shape that the network needs.
    package let neededShape: Shape?
    /// The tensor in the file.
    package let stored: StoredTensor?
    /// The tensor's index in the file.
    let index: Int?
    /// The name of a tensor of the needed shape that the network does not use, if one is near.
    package fileprivate(set) var nearestName: String?
  }

  package let path: String
  /// The parameters of the network in their order, then the other tensors of the file in theirs.
  package let rows: [Row]
  /// What is wrong with the renaming.
  let renaming: DiagnosticSet
  /// What makes the names of all that is missing other ones in the file, if that is so.
  let prefix: WeightsPrefix?

  package init(_ parameters: [NamedTensor], in file: any TensorFile, rules: [WeightsRenaming]) {
    path = file.path
    let (indices, names, diagnostics) = WeightsRenaming.apply(rules, to: file)
    renaming = diagnostics
    let needed = Set(parameters.map(\.name))
    let others = file.tensors.indices.filter { !needed.contains(names[$0]) }.map { (index) in
      // PyTorch counts the batches that a norm saw in training.
      let isCount = names[index].split(separator: ".").last == "num_batches_tracked"
      return Row(
        name: names[index], status: isCount ? .skipped : .surplus, neededShape: nil,
        stored: file.tensors[index], index: index)
    }
    let surplus = others.filter { $0.status == .surplus }
    let surplusOfShape = Dictionary(grouping: surplus) { $0.stored?.shape }
    let missing = parameters.filter { indices[$0.name] == nil }
    let prefix = WeightsPrefix(
      missing.map { ($0.name, $0.shape) }, among: surplus.map { ($0.name, $0.stored?.shape) })
    rows =
      parameters.map { (parameter) in
        var row = Self.row(parameter, indices[parameter.name], file)
        if row.status == .missing {
          row.nearestName =
            prefix?.names[row.name]
            ?? CNNSource.nearestName(
              to: row.name, among: (surplusOfShape[parameter.shape] ?? []).map(\.name))
        }
        return row
      } + others
    self.prefix = prefix
  }

  private static func row(
    _ parameter: NamedTensor, _ index: Int?, _ file: any TensorFile
  ) -> Row {
    let stored = index.map { file.tensors[$0] }
    let status: Status =
      switch stored {
      case nil: .missing
      case let tensor? where tensor.shape != parameter.shape: .wrongShape
      case let tensor? where tensor.type == nil: .wrongType
      default: .present
      }
    return Row(
      name: parameter.name, status: status, neededShape: parameter.shape, stored: stored,
      index: index)
  }

  /// How many rows have `status`.
  package func count(_ status: Status) -> Int { rows.count { $0.status == status } }

  /// Whether the file has all that the network needs, and nothing is wrong with the renaming.
  package var isComplete: Bool {
    !rows.contains { $0.status.isError } && !renaming.containsError
  }

  /// What is wrong, all at once: what the network lacks is an error, what it does not use a warning.
  package var diagnostics: DiagnosticSet {
    var diagnostics = renaming
    var rows = rows[...]
    if let prefix {
      diagnostics.insert(otherNames(prefix))
      let found = Set(prefix.names.values)
      rows.removeAll { $0.status == .missing || $0.status == .surplus && found.contains($0.name) }
    } else if let foreign {
      diagnostics.insert(foreign)
      return diagnostics
    }
    for row in rows {
      if let diagnostic = diagnostic(of: row) { diagnostics.insert(diagnostic) }
    }
    return diagnostics
  }

  /// One error instead of one for each tensor, where a rule finds all that are missing.
  private func otherNames(_ prefix: WeightsPrefix) -> Diagnostic {
    let missing = rows.filter { $0.status == .missing }
    let example = "'\(missing[0].nearestName ?? "")' for '\(missing[0].name)'"
    let message =
      "the file has the \(missing.count) tensors that are missing under other names, such as "
      + example
    return Diagnostic(.error, "missing-weight", message, at: .file(path), notes: [prefix.note])
  }

  /// One error instead of one for each tensor, where the file is that of another network.
  private var foreign: Diagnostic? {
    let missing = rows.filter { $0.status == .missing }
    guard missing.count > 1, missing.count == rows.count(where: { $0.neededShape != nil }) else {
      return nil
    }
    let message =
      "these are the weights of another network: of \(missing.count) tensors, "
      + "'\(missing[0].name)' first, there is none"
    let others = rows.filter { $0.neededShape == nil }
    let notes = others.prefix(1).map {
      Diagnostic.Note("the file has \(others.count), '\($0.name)' first")
    }
    return Diagnostic(.error, "missing-weight", message, at: .file(path), notes: notes)
  }

  private func diagnostic(of row: Row) -> Diagnostic? {
    let needed = row.neededShape.map { "[\($0)]" } ?? ""
    switch row.status {
    case .present, .skipped: return nil
    case .missing:
      let notes = row.nearestName.map { [Diagnostic.Note("did you mean '\($0)'?")] } ?? []
      return Diagnostic(
        .error, "missing-weight", "there is no tensor '\(row.name)' of shape \(needed)",
        at: .file(path), notes: notes)
    case .wrongShape:
      let shape = row.stored?.shape.description ?? ""
      let message = "'\(row.name)' has the shape [\(shape)]; the network needs \(needed)"
      return Diagnostic(.error, "wrong-weight-shape", message, at: .file(path))
    case .wrongType:
      let type = row.stored?.typeName ?? ""
      let message = "'\(row.name)' is of type \(type), which is not converted to F32"
      return Diagnostic(.error, "wrong-weight-type", message, at: .file(path))
    case .surplus:
      let message = "the network has no parameter '\(row.name)'"
      return Diagnostic(.warning, "surplus-weight", message, at: .file(path))
    }
  }

}
