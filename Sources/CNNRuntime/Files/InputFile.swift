import CNNSource
import Foundation

/// Reading files whose size and kind nobody has vouched for.
package enum InputFile {

  /// The contents of a regular file, mapped.
  ///
  /// - Throws: when there is no such regular file or it cannot be read.
  package static func contents(of path: String) throws(Diagnostic) -> Data {
    let kind: mode_t
    do throws(SystemFailure) {
      // Without waiting: a pipe that nobody writes to is refused at once.
      let file = try FileDescriptor(opening: path, O_RDONLY | O_NONBLOCK)
      let status = try file.status()
      kind = status.st_mode & S_IFMT
      if kind == S_IFREG { return try file.mapped(size: Int(status.st_size)) }
    } catch {
      if error.code == ENOENT {
        throw Diagnostic(.error, "no-such-file", "there is no such file", at: .file(path))
      }
      throw fault("the file cannot be read: \(error.reason)", path)
    }
    let message = kind == S_IFDIR ? "a file is needed, not a folder" : "a regular file is needed"
    throw fault(message, path)
  }

  /// The name of standard input in diagnostics.
  package static let standardInputName = "<stdin>"

  /// What standard input holds, up to `limit` bytes.
  ///
  /// - Throws: when it cannot be read.
  package static func standardInput(limit: Int) throws(Diagnostic) -> Data {
    do throws(SystemFailure) {
      return try FileDescriptor.readAll(from: STDIN_FILENO, limit: limit)
    } catch {
      throw fault("standard input cannot be read: \(error.reason)", standardInputName)
    }
  }

  private static func fault(_ message: String, _ path: String) -> Diagnostic {
    Diagnostic(.error, "unreadable-file", message, at: .file(path))
  }

}
