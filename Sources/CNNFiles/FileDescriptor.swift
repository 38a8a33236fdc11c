#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file of the system, closed at the end of its owner. Its failures come in the system's
/// words.
struct FileDescriptor: ~Copyable {

  private let number: Int32

  /// Opens `path` with the flags and, for a new file, the permissions of `open(2)`.
  init(opening path: String, _ flags: Int32, permissions: mode_t = 0) throws(SystemFailure) {
    number = try SystemFailure.check { open(path, flags | O_CLOEXEC, permissions) }
  }

  deinit {
    close(number)
  }

  /// What the file is, as `stat(2)` says.
  func status() throws(SystemFailure) -> stat {
    var status = stat()
    _ = try SystemFailure.check { fstat(number, &status) }
    return status
  }

  /// The first `size` bytes, mapped.
  func mapped(size: Int) throws(SystemFailure) -> FileMapping {
    if size == 0 { return FileMapping(bytes: UnsafeRawBufferPointer(start: nil, count: 0)) }
    let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, number, 0)
    guard let start, start != MAP_FAILED else { throw SystemFailure(code: errno) }
    return FileMapping(bytes: UnsafeRawBufferPointer(start: start, count: size))
  }

  func setPermissions(_ permissions: mode_t) throws(SystemFailure) {
    _ = try SystemFailure.check { fchmod(number, permissions) }
  }

  func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemFailure) {
    try Self.writeAll(bytes, to: number)
  }

  /// Writes all of `bytes` to the open file with this number.
  static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to number: Int32
  ) throws(SystemFailure) {
    // No system takes more than two gigabytes at once.
    let limit = 1 << 30
    var start = 0
    while start < bytes.count {
      let end = min(start + limit, bytes.count)
      start += try SystemFailure.check {
        write(number, bytes.baseAddress.map { $0 + start }, end - start)
      }
    }
  }

  /// What the open file with this number holds, up to `limit` bytes.
  static func readAll(from number: Int32, limit: Int) throws(SystemFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let size = min(buffer.count, limit - bytes.count)
      let count = try SystemFailure.check {
        buffer.withUnsafeMutableBytes { read(number, $0.baseAddress, size) }
      }
      if count == 0 { break }
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }

}
