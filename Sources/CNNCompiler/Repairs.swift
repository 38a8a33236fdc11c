import CNNFiles
import CNNSource

/// The repairs that diagnostics propose, made in the files that they are about.
package enum Repairs {

  /// A file that was changed.
  package struct Change: Sendable, Hashable {
    package let path: String
    package let count: Int

    /// What is said about the change, without a line end.
    package var message: String { "\(path): \(count) \(count == 1 ? "repair" : "repairs") made" }
  }

  /// Makes the fix-its of `diagnostics`, file by file; the failures say which could not be written.
  package static func make(
    _ diagnostics: DiagnosticSet
  ) -> (changes: [Change], failures: DiagnosticSet) {
    var changes: [Change] = []
    var failures = DiagnosticSet()
    for (file, fixIts) in fixItsByFile(diagnostics) {
      do throws(Diagnostic) {
        if let change = try make(fixIts, in: file) { changes.append(change) }
      } catch {
        failures.insert(error)
      }
    }
    return (changes, failures)
  }

  /// The fix-its of each file, the files in the order of their first diagnostic.
  private static func fixItsByFile(
    _ diagnostics: DiagnosticSet
  ) -> [(file: SourceFile, fixIts: [FixIt])] {
    var groups: [(file: SourceFile, fixIts: [FixIt])] = []
    for fixIt in diagnostics.sortedByPlace.compactMap(\.fixIt) {
      let file = fixIt.range.file
      if let index = groups.firstIndex(where: { $0.file === file }) {
        groups[index].fixIts.append(fixIt)
      } else {
        groups.append((file, [fixIt]))
      }
    }
    return groups
  }

  private static func make(_ fixIts: [FixIt], in file: SourceFile) throws(Diagnostic) -> Change? {
    // Standard input and the texts of options are no files.
    guard file.isFile else { return nil }
    // A file that changed since it was read, perhaps here under another name, is left alone: the
    // ranges are no longer true.
    guard try InputFile.contents(of: file.name) == file.text else { return nil }
    let (text, count) = file.repaired(by: fixIts)
    try OutputFile.write(text, to: file.name)
    return Change(path: file.name, count: count)
  }

}
