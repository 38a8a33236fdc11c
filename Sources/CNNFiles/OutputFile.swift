import CNNSource

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that is being written, to be there whole or not at all.
package struct OutputFile: ~Copyable {

  /// What writes a file.
  package typealias Body = (borrowing OutputFile) throws(Diagnostic) -> Void

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
  package static func write(to path: String, _ body: Body) throws(Diagnostic) {
    try write(to: path, keepsEqual: false, body)
  }

  /// Writes as `write(to:_:)` does, but leaves a file alone that holds just that, so that nothing
  /// that depends on it is made again.
  ///
  /// - Throws: what `body` throws, and when the folder or the file cannot be written.
  package static func update(_ path: String, _ body: Body) throws(Diagnostic) {
    try write(to: path, keepsEqual: true, body)
  }

  /// Whether the file at `path` holds just what `body` writes.
  ///
  /// - Throws: what `body` throws, and when there is no place for temporary files.
  package static func isUpToDate(_ path: String, _ body: Body) throws(Diagnostic) -> Bool {
    let folder: TemporaryFolder
    do throws(SystemFailure) {
      folder = try TemporaryFolder()
    } catch {
      throw fault("there is no temporary folder to compare in: \(error.reason)", path)
    }
    let copy = folder.path("copy")
    try write(to: copy, body)
    return holdSameBytes(copy, path)
  }

  /// Whether both files can be read and hold the same.
  private static func holdSameBytes(_ first: String, _ second: String) -> Bool {
    guard let first = try? MappedFile(first), let second = try? MappedFile(second),
      first.count == second.count
    else { return false }
    guard first.count > 0 else { return true }
    let range = 0..<first.count
    let isSame = try? first.withBytes(range) { (a) in
      try? second.withBytes(range) { (b) in memcmp(a.baseAddress!, b.baseAddress!, b.count) == 0 }
    }
    return isSame == true
  }

  private static func write(
    to path: String, keepsEqual: Bool, _ body: Body
  ) throws(Diagnostic) {
    var old = stat()
    let exists = stat(path, &old) == 0
    if exists, old.st_mode & S_IFMT != S_IFREG {
      try body(try OutputFile(path, opening: path, O_WRONLY))
    } else {
      let permissions = exists ? old.st_mode & 0o7777 : nil
      try replace(path, permissions: permissions, keepsEqual: keepsEqual, body)
    }
  }

  /// Writes `bytes` to standard output.
  ///
  /// - Throws: when it is closed or full.
  package static func writeStandardOutput(_ bytes: some Sequence<UInt8>) throws(Diagnostic) {
    try write(bytes, toOpen: STDOUT_FILENO, "standard output", "<stdout>")
  }

  /// Writes `bytes` to standard error.
  ///
  /// - Throws: when it is closed or full.
  package static func writeStandardError(_ bytes: some Sequence<UInt8>) throws(Diagnostic) {
    try write(bytes, toOpen: STDERR_FILENO, "standard error", "<stderr>")
  }

  private static func write(
    _ bytes: some Sequence<UInt8>, toOpen number: Int32, _ name: String, _ path: String
  ) throws(Diagnostic) {
    do throws(SystemFailure) {
      try Array(bytes).withUnsafeBufferPointer { (bytes) throws(SystemFailure) in
        try FileDescriptor.writeAll(UnsafeRawBufferPointer(bytes), to: number)
      }
    } catch {
      throw fault("\(name) cannot be written: \(error.reason)", path)
    }
  }

  private static func replace(
    _ path: String, permissions: mode_t?, keepsEqual: Bool, _ body: Body
  ) throws(Diagnostic) {
    let target = try linkTarget(path)
    let temporary = folder(of: target) + ".cnnc-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    do throws(Diagnostic) {
      let file = try OutputFile(path, opening: temporary, O_WRONLY | O_CREAT | O_EXCL)
      if let permissions { try file.setPermissions(permissions) }
      try body(file)
      if keepsEqual, holdSameBytes(temporary, target) {
        unlink(temporary)
        return
      }
      try system(path) { () throws(SystemFailure) in
        _ = try SystemFailure.check { rename(temporary, target) }
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// The path itself, or of a symbolic link what it leads to in the end, whether there is a file or not.
  private static func linkTarget(_ path: String) throws(Diagnostic) -> String {
    var target = path
    // As many as Linux follows.
    for _ in 0..<40 {
      guard InputFile.isLink(target) else { return target }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else {
        break
      }
      target = next.hasPrefix("/") ? next : folder(of: target) + next
    }
    throw unwritable(path, SystemFailure(code: ELOOP))
  }

  /// The folder that a path names a file in, with the slash behind it.
  private static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
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
    try bytes.withUnsafeBufferPointer { (bytes) throws(Diagnostic) in
      try append(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Appends `numbers` as 32-bit floats, lowest byte first.
  package func append(_ numbers: [Float]) throws(Diagnostic) {
    try numbers.withUnsafeBufferPointer { (numbers) throws(Diagnostic) in try append(numbers) }
  }

  /// Appends `numbers` as 32-bit floats, lowest byte first.
  package func append(_ numbers: UnsafeBufferPointer<Float>) throws(Diagnostic) {
    // In the machine's order they are written as they are.
    if 1.littleEndian == 1 { return try append(UnsafeRawBufferPointer(numbers)) }
    let words = numbers.map(\.bitPattern.littleEndian)
    try words.withUnsafeBufferPointer { (words) throws(Diagnostic) in
      try append(UnsafeRawBufferPointer(words))
    }
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    try Self.system(path) { () throws(SystemFailure) in try file.writeAll(bytes) }
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
