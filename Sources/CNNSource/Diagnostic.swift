/// What is wrong with an input, where, and what would be right.
package struct Diagnostic: Error, Sendable, Hashable {

  package enum Severity: String, Sendable {
    case error
    case warning
    /// What nobody has to change: a remark of the compiler.
    case note
  }

  /// Where a diagnostic points.
  package enum Place: Sendable, Hashable {
    /// A range of a source text.
    case source(SourceRange)
    /// A file as a whole, by its path.
    case file(String)
    /// Nowhere in a file: the command line itself.
    case commandLine
  }

  /// A second place that explains the first.
  package struct Note: Sendable, Hashable {
    package var message: String
    package var range: SourceRange?

    package init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  package var severity: Severity
  /// The stable name of the rule, in kebab case.
  package var code: String
  /// One lower-case phrase without a full stop.
  package var message: String
  package var place: Place
  package var notes: [Note]
  package var fixIt: FixIt?

  package init(
    _ severity: Severity, _ code: String, _ message: String, at place: Place,
    notes: [Note] = [], fixIt: FixIt? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.place = place
    self.notes = notes
    self.fixIt = fixIt
  }

  package init(
    _ severity: Severity, _ code: String, _ message: String, at range: SourceRange,
    notes: [Note] = [], fixIt: FixIt? = nil
  ) {
    self.init(severity, code, message, at: .source(range), notes: notes, fixIt: fixIt)
  }

}
