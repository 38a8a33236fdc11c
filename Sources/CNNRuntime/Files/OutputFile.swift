import CNNSource
import Foundation

/// Writing files whole or not at all.
package enum OutputFile {

  /// Writes `bytes` to a temporary file beside `path` and renames it. A file that was there keeps its
  /// permissions.
  ///
  /// - Throws: when the folder or the file cannot be written.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Diagnostic) {
    let permissions = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
      if let permissions {
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
      }
    } catch {
      let message = "the file cannot be written: \(error.localizedDescription)"
      throw Diagnostic(.error, "unwritable-file", message, at: .file(path))
    }
  }

}
