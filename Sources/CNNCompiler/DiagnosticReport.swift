import CNNSource
import Foundation

/// Diagnostics for programs: an object of our own, documented in `Docs/diagnostics.md`.
struct DiagnosticReport: Encodable {

  struct Region: Encodable {
    let file: String
    /// Lines and columns count from 1, columns in Unicode code points; the end is exclusive.
    let line: Int?
    let column: Int?
    let endLine: Int?
    let endColumn: Int?

    init(_ place: Diagnostic.Place) {
      switch place {
      case .source(let range): self.init(range)
      case .file(let path): self.init(file: path)
      case .commandLine: self.init(file: "")
      }
    }

    init(_ range: SourceRange) {
      let end = range.offsets.upperBound
      file = range.file.name
      line = range.line
      column = range.column
      endLine = range.file.line(at: end)
      endColumn = range.file.column(at: end)
    }

    private init(file: String) {
      self.file = file
      (line, column, endLine, endColumn) = (nil, nil, nil, nil)
    }
  }

  struct Note: Encodable {
    let message: String
    let region: Region?
  }

  struct Fix: Encodable {
    let region: Region
    let replacement: String
  }

  struct Entry: Encodable {
    let severity: String
    let code: String
    let message: String
    let region: Region
    let notes: [Note]
    let fix: Fix?
  }

  /// The version of this form.
  let schema = 1
  let diagnostics: [Entry]

  init(_ diagnostics: DiagnosticSet) {
    self.diagnostics = diagnostics.sortedByPlace.map { (diagnostic) in
      Entry(
        severity: diagnostic.severity.rawValue, code: diagnostic.code,
        message: diagnostic.message, region: Region(diagnostic.place),
        notes: diagnostic.notes.map { (note) in
          Note(message: note.message, region: note.range.map(Region.init))
        },
        fix: diagnostic.fixIt.map { Fix(region: Region($0.range), replacement: $0.replacement) })
    }
  }

}

/// How diagnostics are written.
package enum DiagnosticFormat: String, CaseIterable, Sendable {
  case text
  case json
  case sarif

  /// The diagnostics as text that ends with a line end.
  package func text(
    _ diagnostics: DiagnosticSet, isColored: Bool, toolVersion: String
  ) throws -> String {
    switch self {
    case .text:
      let (shown, omissions) = diagnostics.abridged()
      return DiagnosticRenderer(isColored: isColored).render(shown) + omissions
    case .json:
      return try jsonText(DiagnosticReport(diagnostics))
    case .sarif:
      return try jsonText(SARIFLog(diagnostics, toolVersion: toolVersion))
    }
  }

}

extension DiagnosticSet {

  /// How many diagnostics of one code are of use to a person at once.
  private static let shownPerCode = 20

  /// The first diagnostics of each code, and a line of text for each code that has more.
  fileprivate func abridged() -> (shown: DiagnosticSet, omissions: String) {
    var counts: [String: Int] = [:]
    var codes: [String] = []
    var shown = DiagnosticSet()
    for diagnostic in sortedByPlace {
      let count = counts[diagnostic.code, default: 0] + 1
      counts[diagnostic.code] = count
      if count <= Self.shownPerCode { shown.insert(diagnostic) }
      if count == Self.shownPerCode + 1 { codes.append(diagnostic.code) }
    }
    let lines = codes.map { (code) in
      "cnnc: and \(counts[code, default: 0] - Self.shownPerCode) more [\(code)]; "
        + "'--diagnostics json' lists all\n"
    }
    return (shown, lines.joined())
  }

}

/// A value as JSON with sorted keys, ending with a line end.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}
