import CNNSource
import Foundation

/// A file that is being written, to be there whole or not at all.
package struct OutputFile: ~Copyable {

  /// The path as diagnostics show it.
  private let path: String
  private let file: FileDescriptor

  /// Writes `bytes` as `write(to:_:)` does.
  ///
  /// - Throws: when the folder or the file cannot be written.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Diagnostic) {
    let bytes = Array(bytes)
    try write(to: path) { (file) throws(Diagnostic) in try file.append(bytes) }
  }

  /// Writes what `body` appends to a temporary file beside `path` and renames it. A file that was
  /// there keeps its permissions, and a symbolic link stays one; a device or a pipe is written to.
  ///
  /// - Throws: what `body` throws, and when the folder or the file cannot be written.
  package static func write(
    to path: String, _ body: (borrowing OutputFile) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var old = stat()
    let exists = stat(path, &old) == 0
    if exists, old.st_mode & S_IFMT != S_IFREG {
      try body(try OutputFile(path, opening: path, O_WRONLY))
    } else {
      try replace(path, permissions: exists ? old.st_mode & 0o7777 : nil, body)
    }
  }

  /// Writes `bytes` to standard output.
  ///
  /// - Throws: when it is closed or full.
  package static func writeStandardOutput(_ bytes: some Sequence<UInt8>) throws(Diagnostic) {
    do throws(SystemFailure) {
      try Array(bytes).withUnsafeBufferPointer { (bytes) throws(SystemFailure) in
        try FileDescriptor.writeAll(UnsafeRawBufferPointer(bytes), to: STDOUT_FILENO)
      }
    } catch {
      throw fault("standard output cannot be written: \(error.reason)", "<stdout>")
    }
  }

  private static func replace(
    _ path: String, permissions: mode_t?,
    _ body: (borrowing OutputFile) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let name = ".cnnc-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let temporary = target.deletingLastPathComponent().appendingPathComponent(name).path
    do throws(Diagnostic) {
      let file = try OutputFile(path, opening: temporary, O_WRONLY | O_CREAT | O_EXCL)
      if let permissions { try file.setPermissions(permissions) }
      try body(file)
      try system(path) { () throws(SystemFailure) in
        _ = try SystemFailure.check { rename(temporary, target.path) }
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Opens `file` with the flags of `open(2)` and the permissions of new files.
  private init(_ path: String, opening file: String, _ flags: Int32) throws(Diagnostic) {
    self.path = path
    do throws(SystemFailure) {
      self.file = try FileDescriptor(opening: file, flags, permissions: 0o666)
    } catch {
      throw Self.unwritable(path, error)
    }
  }

  private func setPermissions(_ permissions: mode_t) throws(Diagnostic) {
    try Self.system(path) { () throws(SystemFailure) in try file.setPermissions(permissions) }
  }

  package func append(_ bytes: [UInt8]) throws(Diagnostic) {
    try Self.system(path) { () throws(SystemFailure) in
      try bytes.withUnsafeBufferPointer { (bytes) throws(SystemFailure) in
        try file.writeAll(UnsafeRawBufferPointer(bytes))
      }
    }
  }

  /// Appends `numbers` as 32-bit floats, lowest byte first.
  package func append(_ numbers: [Float]) throws(Diagnostic) {
    let words = numbers.map(\.bitPattern.littleEndian)
    try Self.system(path) { () throws(SystemFailure) in
      try words.withUnsafeBufferPointer { (words) throws(SystemFailure) in
        try file.writeAll(UnsafeRawBufferPointer(words))
      }
    }
  }

  private static func system(
    _ path: String, _ call: () throws(SystemFailure) -> Void
  ) throws(Diagnostic) {
    do throws(SystemFailure) { try call() } catch { throw unwritable(path, error) }
  }

  private static func unwritable(_ path: String, _ failure: SystemFailure) -> Diagnostic {
    fault("the file cannot be written: \(failure.reason)", path)
  }

  private static func fault(_ message: String, _ path: String) -> Diagnostic {
    Diagnostic(.error, "unwritable-file", message, at: .file(path))
  }

}
