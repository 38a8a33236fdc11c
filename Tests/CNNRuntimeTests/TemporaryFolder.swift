import Foundation

/// A folder that exists while its owner does.
final class TemporaryFolder {

  private let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("cnnc-tests-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of the file called `name`.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The path of a file that holds `bytes`.
  func file(_ bytes: [UInt8], _ name: String = "file") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

}
