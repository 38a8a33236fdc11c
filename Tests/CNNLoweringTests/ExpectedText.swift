import CNNTestSupport
import Foundation

/// A file that holds what a test must observe.
///
/// With `CNNC_BLESS=1` in the environment, a check writes what it observes into the file. Else a
/// failed check leaves `NAME.observed` beside it.
struct ExpectedText {

  private let url: URL

  init(_ url: URL) {
    self.url = url
  }

  /// Compares what is observed with what is expected.
  ///
  /// - Throws: `TextMismatch` when they differ.
  func check(_ observed: String) throws {
    let observedFile = url.appendingPathExtension("observed")
    try? FileManager.default.removeItem(at: observedFile)
    let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    if observed == expected { return }
    if ProcessInfo.processInfo.environment["CNNC_BLESS"] == "1" {
      return try observed.write(to: url, atomically: true, encoding: .utf8)
    }
    try observed.write(to: observedFile, atomically: true, encoding: .utf8)
    throw TextMismatch(name: url.lastPathComponent, expected: expected, observed: observed)
  }

}

/// The first line in which what is observed differs from what a file expects.
struct TextMismatch: Error, CustomStringConvertible {

  let name: String
  let expected: String
  let observed: String

  var description: String {
    let expectedLines = expected.components(separatedBy: "\n")
    let observedLines = observed.components(separatedBy: "\n")
    let shared = zip(expectedLines, observedLines).prefix { $0 == $1 }.count
    return """
      \(name): line \(shared + 1) differs
        expected: \(shared < expectedLines.count ? expectedLines[shared] : "(the end)")
        observed: \(shared < observedLines.count ? observedLines[shared] : "(the end)")
      """
  }

}
