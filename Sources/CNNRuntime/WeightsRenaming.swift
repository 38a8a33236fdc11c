import CNNFiles
import CNNIR
import CNNSource

/// A rule for the names of tensors in weights files, and where it is written.
package struct WeightsRenaming: Sendable {

  package let rule: RenameRule
  package let place: Diagnostic.Place

  package init(_ rule: RenameRule, at place: Diagnostic.Place) {
    self.rule = rule
    self.place = place
  }

  /// What holds for every file: PyTorch's new names for the parts of a normalised weight are its old
  /// ones (`torch.nn.utils.parametrizations.weight_norm`).
  private static let automatic: [RenameRule] = {
    do throws(RenameRule.Fault) {
      return [
        try RenameRule("parametrizations.{name}.original0", to: "{name}_g"),
        try RenameRule("parametrizations.{name}.original1", to: "{name}_v"),
      ]
    } catch {
      preconditionFailure(error.message)
    }
  }()

  /// The tensors' indices in the file by their new names, and the new name of each.
  ///
  /// Each rule acts on what those before it made. Two tensors of one name are an error. A rule on
  /// the command line that fits no tensor is a warning; one in the network's text may be there for
  /// other files.
  static func apply(
    _ renamings: [Self], to file: any TensorFile
  ) -> (indices: [String: Int], names: [String], diagnostics: DiagnosticSet) {
    var diagnostics = DiagnosticSet()
    var names = file.tensors.map(\.name)
    for renaming in renamings {
      let renamed = names.map(renaming.rule.renaming)
      if renaming.place == .commandLine, renamed.allSatisfy({ $0 == nil }) {
        let message = "no tensor in \(file.path) has a name like '\(renaming.rule.pattern)'"
        diagnostics.insert(Diagnostic(.warning, "unused-rename", message, at: renaming.place))
      }
      names = zip(names, renamed).map { $1 ?? $0 }
    }
    for rule in automatic { names = names.map { rule.renaming($0) ?? $0 } }

    var indices: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let other = indices.updateValue(index, forKey: name) else { continue }
      let pair = "'\(file.tensors[other].name)' and '\(file.tensors[index].name)'"
      let message = "\(pair) are both called '\(name)' after the renaming"
      diagnostics.insert(Diagnostic(.error, "ambiguous-rename", message, at: .file(file.path)))
    }
    return (indices, names, diagnostics)
  }

}
