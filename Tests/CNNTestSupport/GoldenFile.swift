import Foundation

/// A text file that holds an input and, below a line `// expected:`, what becomes of it.
///
/// With `CNNC_BLESS=1` in the environment, a check writes what it observes into the file. Else a
/// failed check leaves `NAME.observed` beside it, the whole file as blessing would make it.
package struct GoldenFile: Sendable {

  package let url: URL

  /// The path below the folder of the cases.
  package let name: String

  /// The text above the mark. Its positions are those of the whole file.
  package let input: String

  /// What follows the mark, without the blanks around it.
  package let expected: String

  private static let mark = "// expected:"

  package init(_ url: URL, name: String) {
    self.url = url
    self.name = name
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      preconditionFailure("\(url.path) is no UTF-8 text")
    }
    let parts = text.components(separatedBy: "\n" + Self.mark)
    input = parts.count > 1 || text.hasSuffix("\n") ? parts[0].withLineEnd : text + "\n"
    expected = parts.dropFirst().joined(separator: "\n" + Self.mark)
      .trimmingCharacters(in: .newlinesAndBlanks)
  }

  /// The cases with the ending `.ir` in a folder beside the calling source file.
  package static func all(in folder: String, beside filePath: String = #filePath) -> [GoldenFile] {
    let root = TestFolder.named(folder, beside: filePath)
    return TestFolder.files(in: root, suffix: "ir").map { (url) in
      GoldenFile(url, name: String(url.path.dropFirst(root.path.count + 1)))
    }
  }

  /// The value of a header comment `// key: value`, or `nil` when there is none.
  package func directive(_ key: String) -> String? {
    input.split(separator: "\n").first { $0.hasPrefix("// \(key):") }
      .map { $0.dropFirst("// \(key):".count).trimmingCharacters(in: .whitespaces) }
  }

  /// Compares what became of the input with what is expected.
  ///
  /// - Throws: `GoldenMismatch` when they differ.
  package func check(_ observed: String) throws {
    let observed = observed.trimmingCharacters(in: .newlinesAndBlanks)
    let observedFile = url.appendingPathExtension("observed")
    try? FileManager.default.removeItem(at: observedFile)
    if observed == expected { return }
    if ProcessInfo.processInfo.environment["CNNC_BLESS"] == "1" {
      return try text(expecting: observed).write(to: url, atomically: true, encoding: .utf8)
    }
    try text(expecting: observed).write(to: observedFile, atomically: true, encoding: .utf8)
    throw GoldenMismatch(name: name, expected: expected, observed: observed)
  }

  /// The whole file with another expectation; one of a single line stands beside the mark.
  private func text(expecting observed: String) -> String {
    input + Self.mark + (observed.contains("\n") ? "\n" : " ") + observed + "\n"
  }

}

extension GoldenFile: CustomStringConvertible {
  package var description: String { name }
}

/// The first line in which what is observed differs from what a golden file expects.
package struct GoldenMismatch: Error, CustomStringConvertible {

  let name: String
  let expected: String
  let observed: String

  package var description: String {
    let expectedLines = expected.components(separatedBy: "\n")
    let observedLines = observed.components(separatedBy: "\n")
    let count = max(expectedLines.count, observedLines.count)
    let line = (0..<count).first { expectedLines.at($0) != observedLines.at($0) } ?? 0
    return """
      \(name): line \(line + 1) of the expectation differs
        expected: \(expectedLines.at(line) ?? "(the end)")
        observed: \(observedLines.at(line) ?? "(the end)")
      """
  }

}

extension [String] {
  fileprivate func at(_ index: Int) -> String? { indices.contains(index) ? self[index] : nil }
}

extension String {
  fileprivate var withLineEnd: String { hasSuffix("\n") ? self : self + "\n" }
}

extension CharacterSet {
  fileprivate static let newlinesAndBlanks = CharacterSet(charactersIn: " \n")
}
