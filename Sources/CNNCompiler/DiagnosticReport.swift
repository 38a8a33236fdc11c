import CNNSource

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What there is to say about an input: mistakes, warnings and remarks, each with its place.
///
/// It is thrown where one of them is a mistake. `description` is text for people; encoded as JSON it
/// is the object that `Docs/diagnostics.md` describes.
public struct DiagnosticReport: Error, Sendable, Encodable {

  /// A place in a text, or a file as a whole.
  public struct Region: Sendable, Hashable, Encodable {
    /// The path as it was given; empty where no file is meant.
    public let file: String
    /// Lines and columns count from 1, columns in Unicode code points; none for a file as a whole.
    public let line: Int?
    /// The column in which the place starts.
    public let column: Int?
    /// The line in which the place ends.
    public let endLine: Int?
    /// The first column behind the place.
    public let endColumn: Int?

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

  /// A further remark, perhaps about a place of its own.
  public struct Note: Sendable, Hashable, Encodable {
    /// One phrase without a full stop.
    public let message: String
    /// The place that it is about, if there is one.
    public let region: Region?
  }

  /// A repair: what to put where.
  public struct Fix: Sendable, Hashable, Encodable {
    /// What is replaced.
    public let region: Region
    /// The text to put there.
    public let replacement: String
  }

  /// One mistake, warning or remark.
  public struct Entry: Sendable, Hashable, Encodable {
    /// `error`, `warning` or `note`.
    public let severity: String
    /// The stable name of the rule, which `cnnc explain` explains.
    public let code: String
    /// One phrase without a full stop.
    public let message: String
    /// The place that it is about.
    public let region: Region
    /// Further remarks.
    public let notes: [Note]
    /// The repair, if there is one.
    public let fix: Fix?

    init(_ diagnostic: Diagnostic) {
      severity = diagnostic.severity.rawValue
      code = diagnostic.code
      message = diagnostic.message
      region = Region(diagnostic.place)
      notes = diagnostic.notes.map { (note) in
        Note(message: note.message, region: note.range.map(Region.init))
      }
      fix = diagnostic.fixIt.map { Fix(region: Region($0.range), replacement: $0.replacement) }
    }
  }

  /// The version of the JSON form.
  public let schema = 1

  /// All that was found: what has no place in a text first, then by file and place.
  public let diagnostics: [Entry]

  /// The same as the compiler keeps it.
  package let set: DiagnosticSet

  private enum CodingKeys: CodingKey {
    case schema
    case diagnostics
  }

  package init(_ set: DiagnosticSet) {
    self.set = set
    diagnostics = set.sortedByPlace.map(Entry.init)
  }

  init(_ diagnostic: Diagnostic) { self.init(DiagnosticSet([diagnostic])) }

  /// The result of `body`; what it throws becomes a report.
  static func catching<Result>(
    _ body: () throws -> Result
  ) throws(DiagnosticReport) -> Result {
    do {
      return try body()
    } catch let report as DiagnosticReport {
      throw report
    } catch let diagnostics as DiagnosticSet {
      throw DiagnosticReport(diagnostics)
    } catch let diagnostic as Diagnostic {
      throw DiagnosticReport(diagnostic)
    } catch {
      let message = "this is a mistake of cnnc itself: \(error)"
      throw DiagnosticReport(Diagnostic(.error, "internal-error", message, at: .commandLine))
    }
  }

}

extension DiagnosticReport: CustomStringConvertible {

  /// The report for people, as `cnnc` prints it: with the lines that it is about.
  public var description: String { DiagnosticFormat.plainText(set, isColored: false) }

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
      return Self.plainText(diagnostics, isColored: isColored)
    case .json:
      return try jsonText(DiagnosticReport(diagnostics))
    case .sarif:
      return try jsonText(SARIFLog(diagnostics, toolVersion: toolVersion))
    }
  }

  fileprivate static func plainText(_ diagnostics: DiagnosticSet, isColored: Bool) -> String {
    let (shown, omissions) = diagnostics.abridged()
    return DiagnosticRenderer(isColored: isColored).render(shown) + omissions
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
