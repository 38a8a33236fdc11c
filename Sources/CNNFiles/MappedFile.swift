import CNNSource
import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a regular file, mapped to memory, so that only what is used is read.
///
/// Looking at a page that is no longer part of the file would end the process, so each use asks for
/// the file's size first. What another program cuts off between that and the use is not noticed.
package final class MappedFile: Sendable {

  package let path: String
  package let count: Int
  private let file: FileDescriptor
  private let contents: FileMapping

  /// Maps the file at `path`.
  ///
  /// - Throws: when there is no such regular file or it cannot be read.
  package init(_ path: String) throws(Diagnostic) {
    let kind: mode_t
    do throws(SystemFailure) {
      // Without waiting: a pipe that nobody writes to is refused at once.
      let file = try FileDescriptor(opening: path, O_RDONLY | O_NONBLOCK)
      let status = try file.status()
      kind = status.st_mode & S_IFMT
      if kind == S_IFREG {
        count = Int(status.st_size)
        contents = try file.mapped(size: count)
        self.file = file
        self.path = path
        return
      }
    } catch {
      if error.code == ENOENT {
        throw Diagnostic(.error, "no-such-file", "there is no such file", at: .file(path))
      }
      throw .unreadable("the file cannot be read: \(error.reason)", path)
    }
    let message = kind == S_IFDIR ? "a file is needed, not a folder" : "a regular file is needed"
    throw .unreadable(message, path)
  }

  /// Calls `body` with the bytes in `range`, which take memory until it returns, or a little longer.
  ///
  /// - Requires: the range lies within `0..<count`.
  /// - Throws: when the file has become shorter.
  package func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(Diagnostic) -> Result {
    let bytes = try mappedBytes(range)
    defer { contents.release(range) }
    return body(bytes)
  }

  /// The bytes in `range`, which take memory once they are looked at, for as long as the file has an owner.
  ///
  /// - Requires: the range lies within `0..<count`.
  /// - Throws: when the file has become shorter.
  func mappedBytes(_ range: Range<Int>) throws(Diagnostic) -> UnsafeRawBufferPointer {
    let size: Int
    do throws(SystemFailure) {
      size = Int(try file.status().st_size)
    } catch {
      throw .unreadable("the file cannot be read: \(error.reason)", path)
    }
    guard size >= range.upperBound else {
      let message = "the file became shorter while it was read"
      throw Diagnostic(.error, "file-changed", message, at: .file(path))
    }
    return UnsafeRawBufferPointer(rebasing: contents.bytes[range])
  }

  /// Brings the bytes in `range` into memory, beside what the caller does.
  ///
  /// - Requires: the range lies within `0..<count`.
  func fetch(_ range: Range<Int>) {
    DispatchQueue.global(qos: .userInitiated).async { self.contents.fetch(range) }
  }

  /// A copy of the bytes in `range`.
  ///
  /// - Requires: the range lies within `0..<count`.
  /// - Throws: when the file has become shorter.
  package func bytes(_ range: Range<Int>) throws(Diagnostic) -> [UInt8] {
    try withBytes(range) { [UInt8]($0) }
  }

}

extension Diagnostic {

  static func unreadable(_ message: String, _ path: String) -> Self {
    Self(.error, "unreadable-file", message, at: .file(path))
  }

}
