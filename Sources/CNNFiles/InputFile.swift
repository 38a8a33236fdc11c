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

/// Reading files whose size and kind nobody has vouched for.
package enum InputFile {

  /// The contents of a regular file.
  ///
  /// - Throws: when there is no such regular file or it cannot be read.
  package static func contents(of path: String) throws(Diagnostic) -> [UInt8] {
    let file = try MappedFile(path)
    return try file.bytes(0..<file.count)
  }

  /// Whether there is a regular file at `path`, or at the end of its links.
  package static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether there is a symbolic link at `path`.
  package static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether both paths lead to the same regular file.
  package static func areSame(_ first: String, _ second: String) -> Bool {
    var (a, b) = (stat(), stat())
    guard stat(first, &a) == 0, a.st_mode & S_IFMT == S_IFREG, stat(second, &b) == 0 else {
      return false
    }
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }

  /// The names of the files in a folder, in order; none if it cannot be read.
  package static func names(inFolder path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// The name of standard input in diagnostics.
  package static let standardInputName = "<stdin>"

  /// What standard input holds, up to `limit` bytes.
  ///
  /// - Throws: when it cannot be read.
  package static func standardInput(limit: Int) throws(Diagnostic) -> [UInt8] {
    do throws(SystemFailure) {
      return try FileDescriptor.readAll(from: STDIN_FILENO, limit: limit)
    } catch {
      throw .unreadable("standard input cannot be read: \(error.reason)", standardInputName)
    }
  }

}
