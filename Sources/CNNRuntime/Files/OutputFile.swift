import CNNSource
import Foundation

/// Writing files whole or not at all.
package enum OutputFile {

  /// Writes `bytes` to a temporary file beside `path` and renames it.
  ///
  /// - Throws: when the folder or the file cannot be written.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Diagnostic) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      let message = "the file cannot be written: \(error.localizedDescription)"
      throw Diagnostic(.error, "unwritable-file", message, at: .file(path))
    }
  }

}
