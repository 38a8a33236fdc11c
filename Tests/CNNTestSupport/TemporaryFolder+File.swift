import CNNFiles
import Foundation

extension TemporaryFolder {

  /// The path of a new file that holds `bytes`.
  package func file(_ bytes: [UInt8], _ name: String = "file") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

}
