/// Writes diagnostics for a person: the GNU form, then the source line with a caret under the place.
package struct DiagnosticRenderer: Sendable {

  /// Whether to colour with ANSI escapes.
  package var isColored: Bool

  /// The widest part of a source line that is shown.
  private static let snippetWidth = 120

  package init(isColored: Bool = false) {
    self.isColored = isColored
  }

  /// The text of all diagnostics, in the order of their places.
  package func render(_ diagnostics: DiagnosticSet) -> String {
    diagnostics.sortedByPlace.map(render).joined()
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    let severity = diagnostic.severity.rawValue
    let color = diagnostic.severity == .error ? "31" : "35"
    var text = style(prefix(of: diagnostic.place), "1")
    text += style("\(severity):", "1;\(color)") + " "
    text += style(diagnostic.message.printable, "1") + " [\(diagnostic.code)]\n"
    if case .source(let range) = diagnostic.place { text += snippet(range, color: color) }
    for note in diagnostic.notes { text += render(note) }
    if let fixIt = diagnostic.fixIt {
      text += style("  help:", "1;32") + " replace '\(fixIt.range.text.printable)' with "
      text += "'\(fixIt.replacement.printable)'\n"
    }
    return text
  }

  private func render(_ note: Diagnostic.Note) -> String {
    guard let range = note.range else {
      return style("  note:", "1;36") + " \(note.message.printable)\n"
    }
    return style(prefix(of: .source(range)), "1") + style("note:", "1;36")
      + " \(note.message.printable)\n"
      + snippet(range, color: "36")
  }

  private func prefix(of place: Diagnostic.Place) -> String {
    switch place {
    case .source(let range): "\(range.file.name.printable):\(range.line):\(range.column): "
    case .file(let path): "\(path.printable): "
    case .commandLine: "cnnc: "
    }
  }

  /// The first line of `range` and a caret line under it.
  private func snippet(_ range: SourceRange, color: String) -> String {
    let number = range.line
    let lineOffsets = range.file.offsets(ofLine: number)
    let line = range.file[lineOffsets].unicodeScalars.map { $0.isPrintable ? $0 : " " }
    let start = min(range.column - 1, line.count)
    let end = max(min(range.offsets.upperBound, lineOffsets.upperBound), range.offsets.lowerBound)
    let length = max(range.file.column(at: end) - 1 - start, 1)

    // A long line is shown from a little before the place on.
    let first = start < Self.snippetWidth - 20 ? 0 : start - 20
    let shown = line[min(first, line.count)..<min(first + Self.snippetWidth, line.count)]
    let underline = min(length, max(first + Self.snippetWidth - start, 1))
    let gutter = String(repeating: " ", count: String(number).count)
    let caret = "^" + String(repeating: "~", count: underline - 1)
    return " \(number) | \(String(String.UnicodeScalarView(shown)))\n"
      + " \(gutter) | \(String(repeating: " ", count: start - first))\(style(caret, "1;\(color)"))\n"
  }

  private func style(_ text: String, _ codes: String) -> String {
    isColored ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }

}

extension Unicode.Scalar {

  /// Whether the code point may go to a terminal as it is.
  fileprivate var isPrintable: Bool { !(value < 32 || (127..<160).contains(value)) }

}

extension String {

  /// The text with escapes such as `\u{1b}` in place of what would move a terminal's cursor or begin a line
  /// that looks like another message.
  package var printable: String {
    if unicodeScalars.allSatisfy(\.isPrintable) { return self }
    return unicodeScalars.map { (scalar) in
      scalar.isPrintable ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()
  }

}
