import CNNSource
import Testing

/// The exact text of rendered diagnostics.
struct DiagnosticRendererTests {

  /// The rendering of an error at the first occurrence of `part` in `text`.
  private func render(
    _ text: String, at part: String, notes: [Diagnostic.Note] = [], colored: Bool = false
  ) -> String {
    let file = SourceFile(name: "a.arch", text: text)
    let error = Diagnostic(
      .error, "unknown-op", "there is no op", at: range(of: part, file), notes: notes)
    return DiagnosticRenderer(isColored: colored).render(error)
  }

  private func range(of part: String, _ file: SourceFile) -> SourceRange {
    let part = Array(part.utf8)
    let starts = 0...file.text.count - part.count
    let start = starts.first { file.text[$0...].starts(with: part) } ?? 0
    return SourceRange(file, start..<start + part.count)
  }

  @Test func `the place, the message and the marked line`() {
    let expected = """
      a.arch:2:3: error: there is no op [unknown-op]
       2 |   pool(2)
         |   ^~~~

      """
    #expect(render("conv(1)\n  pool(2)\nrelu\n", at: "pool") == expected)
  }

  @Test func `the gutter is as wide as the line's number`() {
    let text = String(repeating: "\n", count: 99) + "x"
    #expect(render(text, at: "x").hasSuffix("\n 100 | x\n     | ^\n"))
  }

  @Test func `a range over several lines is marked to the end of its first`() {
    #expect(render("a {\n b\n}\n", at: "{\n b\n}").hasSuffix(" 1 | a {\n   |   ^\n"))
  }

  @Test func `a range without text is marked by one caret`() {
    let file = SourceFile(name: "a.arch", text: "ab")
    let error = Diagnostic(.error, "c", "m", at: SourceRange(file, 2..<2))
    #expect(DiagnosticRenderer().render(error) == "a.arch:1:3: error: m [c]\n 1 | ab\n   |   ^\n")
  }

  @Test func `the end of a text without a last line end`() {
    let file = SourceFile(name: "a.arch", text: "ab\n")
    let error = Diagnostic(.error, "c", "m", at: SourceRange(file, 3..<3))
    #expect(DiagnosticRenderer().render(error) == "a.arch:2:1: error: m [c]\n 2 | \n   | ^\n")
  }

  @Test func `characters of several bytes take one column`() {
    #expect(render("äö x\n", at: "x").hasSuffix(" 1 | äö x\n   |    ^\n"))
    #expect(render("äöx\n", at: "öx").hasSuffix(" 1 | äöx\n   |  ^~\n"))
  }

  @Test func `control characters do not reach the terminal`() {
    let rendered = render("a\u{1B}[31m\tb\u{7F}\u{9B}c\r\n", at: "b")
    #expect(rendered.hasSuffix(" 1 | a [31m b  c\n   |        ^\n"))
  }

  @Test func `a long line is shown around the place`() {
    let text = String(repeating: "a", count: 300) + "!" + String(repeating: "b", count: 300)
    let shown = String(repeating: "a", count: 20) + "!" + String(repeating: "b", count: 99)
    let blanks = String(repeating: " ", count: 20)
    #expect(render(text, at: "!").hasSuffix(" 1 | \(shown)\n   | \(blanks)^\n"))
  }

  @Test func `a long range is marked as far as the line is shown`() {
    let text = String(repeating: "a", count: 500)
    let carets = "^" + String(repeating: "~", count: 119)
    #expect(render(text, at: text).hasSuffix("\n   | \(carets)\n"))
  }

  @Test func `notes with and without a place`() {
    let file = SourceFile(name: "b.arch", text: "let b = 1")
    let notes = [Diagnostic.Note("mind this"), .init("it is here", at: range(of: "b", file))]
    let expected = """
      a.arch:1:1: error: there is no op [unknown-op]
       1 | x
         | ^
        note: mind this
      b.arch:1:5: note: it is here
       1 | let b = 1
         |     ^

      """
    #expect(render("x", at: "x", notes: notes) == expected)
  }

  @Test func `a repair says what to replace`() {
    let file = SourceFile(name: "a.arch", text: "kernal")
    let error = Diagnostic(
      .warning, "c", "m", at: file.range, fixIt: FixIt(replace: file.range, with: "kernel"))
    let expected = """
      a.arch:1:1: warning: m [c]
       1 | kernal
         | ^~~~~~
        help: replace 'kernal' with 'kernel'

      """
    #expect(DiagnosticRenderer().render(error) == expected)
  }

  @Test func `places outside a text`() {
    let renderer = DiagnosticRenderer()
    let file = Diagnostic(.error, "c", "m", at: .file("w.npy"))
    #expect(renderer.render(file) == "w.npy: error: m [c]\n")
    let command = Diagnostic(.warning, "c", "m", at: .commandLine)
    #expect(renderer.render(command) == "cnnc: warning: m [c]\n")
  }

  @Test func `colour wraps the same text`() {
    let colored = render("x\n", at: "x", colored: true)
    #expect(colored.contains("\u{1B}[1;31merror:\u{1B}[0m"))
    let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == render("x\n", at: "x"))
  }

  @Test func `a set is rendered in the order of places`() {
    let file = SourceFile(name: "a.arch", text: "ab")
    let set = DiagnosticSet([
      Diagnostic(.error, "c", "second", at: SourceRange(file, 1..<2)),
      Diagnostic(.error, "c", "first", at: SourceRange(file, 0..<1)),
    ])
    let lines = DiagnosticRenderer().render(set).split(separator: "\n")
    #expect(lines.map { $0.contains("error") } == [true, false, false, true, false, false])
    #expect(lines[0].contains("first"))
  }

}
