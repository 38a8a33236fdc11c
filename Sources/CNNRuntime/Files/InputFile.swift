import CNNSource
import Foundation

/// Reading files whose size and kind nobody has vouched for.
package enum InputFile {

  /// The contents of a regular file, mapped where that is safe.
  ///
  /// - Throws: when there is no such regular file or it cannot be read.
  package static func contents(of path: String) throws(Diagnostic) -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Diagnostic(.error, "no-such-file", "there is no such file", at: .file(path))
    }
    if isDirectory.boolValue {
      throw Diagnostic(.error, "unreadable-file", "a file is needed, not a folder", at: .file(path))
    }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw Diagnostic(.error, "unreadable-file", "a regular file is needed", at: .file(path))
    }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      let message = "the file cannot be read: \(error.localizedDescription)"
      throw Diagnostic(.error, "unreadable-file", message, at: .file(path))
    }
  }

}
