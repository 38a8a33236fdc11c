import Foundation

/// Folders of test data, found from the place of a source file and not from a bundle.
package enum TestFolder {

  /// The folder called `name` beside the calling source file, symbolic links resolved.
  package static func named(_ name: String, beside filePath: String = #filePath) -> URL {
    URL(fileURLWithPath: filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent(name)
  }

  /// The data that PyTorch made.
  package static var fixtures: URL { named("../Fixtures").standardizedFileURL }

  /// The files below `folder` whose name ends in `.suffix`, in order of their paths.
  ///
  /// - Requires: at least one, so that a moved folder is noticed.
  package static func files(in folder: URL, suffix: String) -> [URL] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    let chosen = (paths ?? []).filter { $0.hasSuffix(".\(suffix)") }.sorted()
    precondition(!chosen.isEmpty, "no .\(suffix) file in \(folder.path)")
    return chosen.map { folder.appendingPathComponent($0) }
  }

}
