import CNNSource

/// Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
struct SARIFLog: Encodable {

  struct Text: Encodable {
    let text: String
  }

  struct Region: Encodable {
    let startLine: Int
    let startColumn: Int
    let endLine: Int
    let endColumn: Int
  }

  struct Artifact: Encodable {
    let uri: String
  }

  struct PhysicalLocation: Encodable {
    let artifactLocation: Artifact
    let region: Region?
  }

  struct Location: Encodable {
    let physicalLocation: PhysicalLocation
    let message: Text?
  }

  struct Replacement: Encodable {
    let deletedRegion: Region
    let insertedContent: Text
  }

  struct ArtifactChange: Encodable {
    let artifactLocation: Artifact
    let replacements: [Replacement]
  }

  struct Fix: Encodable {
    let description: Text
    let artifactChanges: [ArtifactChange]
  }

  struct Result: Encodable {
    let ruleId: String
    let level: String
    let message: Text
    let locations: [Location]
    let relatedLocations: [Location]
    let fixes: [Fix]
  }

  struct Rule: Encodable {
    let id: String
    let fullDescription: Text?

    init(_ code: String) {
      id = code
      fullDescription = Explanation.of(code).map { Text(text: $0.sentence) }
    }
  }

  struct Driver: Encodable {
    let name: String
    let version: String
    let rules: [Rule]
  }

  struct Tool: Encodable {
    let driver: Driver
  }

  struct Run: Encodable {
    let tool: Tool
    let columnKind: String
    let results: [Result]
  }

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version
    case runs
  }

  let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  let version = "2.1.0"
  let runs: [Run]

  init(_ diagnostics: DiagnosticSet, toolVersion: String) {
    let sorted = diagnostics.sortedByPlace
    let rules = Set(sorted.map(\.code)).sorted().map(Rule.init)
    let driver = Driver(name: "cnnc", version: toolVersion, rules: rules)
    runs = [
      Run(
        tool: Tool(driver: driver), columnKind: "unicodeCodePoints",
        results: sorted.map(Result.init))
    ]
  }

}

extension SARIFLog.Result {

  fileprivate init(_ diagnostic: Diagnostic) {
    ruleId = diagnostic.code
    level = diagnostic.severity.rawValue
    // Notes without a place of their own are part of the message.
    let remarks = diagnostic.notes.filter { $0.range == nil }.map(\.message)
    message = .init(text: ([diagnostic.message] + remarks).joined(separator: "; "))
    switch diagnostic.place {
    case .source(let range): locations = [.init(range, message: nil)]
    case .file(let path):
      let artifact = SARIFLog.Artifact(file: path)
      locations = [
        .init(
          physicalLocation: .init(artifactLocation: artifact, region: nil), message: nil)
      ]
    case .commandLine: locations = []
    }
    relatedLocations = diagnostic.notes.compactMap { (note) in
      note.range.map { .init($0, message: .init(text: note.message)) }
    }
    fixes = diagnostic.fixIt.map { [.init($0)] } ?? []
  }

}

extension SARIFLog.Artifact {

  /// What may stand in a path as it is (RFC 3986); a colon would make its segment a scheme.
  private static let plainCharacters = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)

  /// A file by its path: absolute ones as a `file` URI, others as a relative reference.
  fileprivate init(file path: String) {
    let encoded = path.utf8.map { (byte) in
      Self.plainCharacters.contains(byte)
        ? String(UnicodeScalar(byte))
        : (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
    uri = path.hasPrefix("/") ? "file://\(encoded)" : encoded
  }

}

extension SARIFLog.Location {

  fileprivate init(_ range: SourceRange, message: SARIFLog.Text?) {
    physicalLocation = .init(
      artifactLocation: .init(file: range.file.name), region: .init(range))
    self.message = message
  }

}

extension SARIFLog.Region {

  fileprivate init(_ range: SourceRange) {
    let end = range.offsets.upperBound
    self.init(
      startLine: range.line, startColumn: range.column, endLine: range.file.line(at: end),
      endColumn: range.file.column(at: end))
  }

}

extension SARIFLog.Fix {

  fileprivate init(_ fixIt: FixIt) {
    let replacement = SARIFLog.Replacement(
      deletedRegion: .init(fixIt.range), insertedContent: .init(text: fixIt.replacement))
    description = .init(text: "replace '\(fixIt.range.text)' with '\(fixIt.replacement)'")
    artifactChanges = [
      .init(artifactLocation: .init(file: fixIt.range.file.name), replacements: [replacement])
    ]
  }

}
