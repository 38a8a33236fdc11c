import CNNSource
import Testing

/// Collections of diagnostics.
struct DiagnosticSetTests {

  private let file = SourceFile(name: "a.arch", text: "one two three")

  private func diagnostic(
    _ message: String, _ offset: Int, _ severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    Diagnostic(severity, "code", message, at: SourceRange(file, offset..<offset + 3))
  }

  @Test func `each diagnostic is kept once, in order`() {
    let set = DiagnosticSet([diagnostic("b", 4), diagnostic("a", 0), diagnostic("b", 4)])
    #expect(set.elements.map(\.message) == ["b", "a"])
  }

  @Test func `a difference in any part makes another diagnostic`() {
    var other = diagnostic("a", 0)
    other.notes = [.init("look")]
    #expect(DiagnosticSet([diagnostic("a", 0), other]).elements.count == 2)
  }

  @Test func `warnings are no errors`() {
    var set = DiagnosticSet([diagnostic("a", 0, .warning)])
    #expect(!set.containsError)
    set.insert(diagnostic("b", 0))
    #expect(set.containsError)
  }

  @Test func `a union adds what is new`() {
    var set = DiagnosticSet([diagnostic("a", 0, .warning)])
    set.formUnion(DiagnosticSet([diagnostic("a", 0, .warning), diagnostic("b", 4)]))
    #expect(set.elements.map(\.message) == ["a", "b"])
    #expect(set.containsError)
  }

  @Test func `sorting goes by file, then by place, then by discovery`() {
    let other = SourceFile(name: "b.arch", text: "xyz")
    let set = DiagnosticSet([
      diagnostic("late", 8),
      Diagnostic(.error, "code", "other file", at: SourceRange(other, 0..<1)),
      diagnostic("early", 0),
      diagnostic("early too", 0),
      Diagnostic(.error, "code", "no place", at: .commandLine),
      Diagnostic(.error, "code", "whole file", at: .file("w.npy")),
    ])
    let sorted = ["no place", "whole file", "early", "early too", "late", "other file"]
    #expect(set.sortedByPlace.map(\.message) == sorted)
  }

}
