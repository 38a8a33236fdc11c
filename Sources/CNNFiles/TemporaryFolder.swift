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

/// A folder that exists while its owner does.
package final class TemporaryFolder: Sendable {

  private let url: URL

  /// - Throws: when the system has no place for temporary files.
  package init() throws(SystemFailure) {
    let template = FileManager.default.temporaryDirectory.appendingPathComponent("cnnc-XXXXXX").path
    var path = Array(template.utf8CString)
    let isMade = path.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) } != nil
    guard isMade else { throw SystemFailure(code: errno) }
    let bytes = path.dropLast().map(UInt8.init(bitPattern:))
    url = URL(fileURLWithPath: String(decoding: bytes, as: UTF8.self))
  }

  deinit {
    // What cannot be removed is the system's to clear away.
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of the file called `name`.
  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

}
