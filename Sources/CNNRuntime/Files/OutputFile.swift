import CNNSource
import Foundation

/// Writing files whole or not at all.
package enum OutputFile {

  /// Writes `bytes` to a temporary file beside `path` and renames it. A file that was there keeps its
  /// permissions, and a symbolic link stays one; a device or a pipe is written to.
  ///
  /// - Throws: when the folder or the file cannot be written.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Diagnostic) {
    do throws(SystemFailure) {
      var old = stat()
      let exists = stat(path, &old) == 0
      if exists, old.st_mode & S_IFMT != S_IFREG {
        try FileDescriptor(opening: path, O_WRONLY).writeAll(Array(bytes))
      } else {
        try replace(path, with: Array(bytes), permissions: exists ? old.st_mode & 0o7777 : nil)
      }
    } catch {
      throw fault("the file cannot be written: \(error.reason)", path)
    }
  }

  /// Writes `bytes` to standard output.
  ///
  /// - Throws: when it is closed or full.
  package static func writeStandardOutput(_ bytes: some Sequence<UInt8>) throws(Diagnostic) {
    do throws(SystemFailure) {
      try FileDescriptor.writeAll(Array(bytes), to: STDOUT_FILENO)
    } catch {
      throw fault("standard output cannot be written: \(error.reason)", "<stdout>")
    }
  }

  private static func replace(
    _ path: String, with bytes: [UInt8], permissions: mode_t?
  ) throws(SystemFailure) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let name = ".cnnc-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let temporary = target.deletingLastPathComponent().appendingPathComponent(name).path
    do throws(SystemFailure) {
      try create(temporary, bytes, permissions)
      _ = try SystemFailure.check { rename(temporary, target.path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Makes a new file, with the permissions of new files if none are given.
  private static func create(
    _ path: String, _ bytes: [UInt8], _ permissions: mode_t?
  ) throws(SystemFailure) {
    let flags = O_WRONLY | O_CREAT | O_EXCL
    let file = try FileDescriptor(opening: path, flags, permissions: 0o666)
    if let permissions { try file.setPermissions(permissions) }
    try file.writeAll(bytes)
  }

  private static func fault(_ message: String, _ path: String) -> Diagnostic {
    Diagnostic(.error, "unwritable-file", message, at: .file(path))
  }

}
