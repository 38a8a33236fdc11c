import CNNSource
import Foundation

/// Diagnostics for programs: an object of our own, documented in `Docs/diagnostics.md`.
package struct DiagnosticReport: Encodable {

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

  package init(_ diagnostics: DiagnosticSet) {
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
      return DiagnosticRenderer(isColored: isColored).render(diagnostics)
    case .json:
      return try jsonText(DiagnosticReport(diagnostics))
    case .sarif:
      return try jsonText(SARIFLog(diagnostics, toolVersion: toolVersion))
    }
  }

}

/// A value as JSON with sorted keys, ending with a line end.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}
