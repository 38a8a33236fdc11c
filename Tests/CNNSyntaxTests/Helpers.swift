import CNNSource
import CNNSyntax

/// What parsing a text gives: the structure, and the errors as a user sees them.
func parsed(_ text: String) -> (tree: String, errors: String) {
  let (tree, diagnostics) = parse(SourceFile(name: "a.arch", text: text))
  return (treeText(tree), DiagnosticRenderer().render(diagnostics))
}

/// The structure of the statements of a body with the lines of `text`, or the errors.
func statements(_ text: String) -> String {
  let (tree, diagnostics) = parse(SourceFile(name: "a.arch", text: "block B {\n\(text)\n}\n"))
  guard !diagnostics.containsError else { return DiagnosticRenderer().render(diagnostics) }
  guard case .block(_, _, let body)? = tree.declarations.first?.kind else { return "no block" }
  return body.map(\.text).joined(separator: "; ")
}

/// The structure of an expression, or the errors.
func expression(_ text: String) -> String {
  let file = SourceFile(name: "--set", text: text)
  let (expression, diagnostics) = parseExpression(file, from: 0)
  return expression?.text ?? DiagnosticRenderer().render(diagnostics)
}

/// The canonical text, or the errors.
func formatted(_ text: String) -> String {
  let (result, diagnostics) = format(SourceFile(name: "a.arch", text: text))
  return result ?? DiagnosticRenderer().render(diagnostics)
}

/// The codes of the errors with their lines, as `line:code`.
func errorCodes(_ text: String) -> [String] {
  let (_, diagnostics) = parse(SourceFile(name: "a.arch", text: text))
  return diagnostics.sortedByPlace.map { diagnostic in
    guard case .source(let range) = diagnostic.place else { return diagnostic.code }
    return "\(range.line):\(diagnostic.code)"
  }
}
