import CNNPasses
import CNNSource

/// The documentation of the passes, from their declarations.
package enum PassReference {

  /// The reference of all passes, in Markdown: the text of `Docs/passes.md`.
  package static func markdown() -> String {
    let head = """
      # Passes

      All passes in the order in which they run, from their declarations in `Sources/CNNPasses`: what
      `cnnc passes --markdown` prints (`CNNC_BLESS=1 swift test -c release` writes this file). Every rewrite keeps the
      values of the outputs, up to the rounding of sums, for all weights and inputs; `cnnc verify` checks that for any
      network, and `cnnc opt` runs single passes.

      A *transformation* rewrites the graph, an *analysis* learns about it.

      """
    return ([head] + Pass.all.map(section)).joined(separator: "\n")
  }

  /// The part of the reference about the pass called `name`.
  ///
  /// - Throws: when there is none.
  package static func section(named name: String) throws(Diagnostic) -> String {
    if let pass = Pass.all.first(where: { $0.name == name }) { return section(pass) }
    let hint = hint(for: name, among: Pass.all.map(\.name))
    throw Diagnostic(.error, "unknown-pass", "there is no pass '\(name)'\(hint)", at: .commandLine)
  }

  private static func section(_ pass: Pass) -> String {
    let kind = pass.isTransformation ? "Transformation" : "Analysis"
    var lines = ["## \(pass.name)", "", "\(kind). \(pass.summary)", "", pass.rule]
    let orderings = Pipeline.orderings.filter { $0.first == pass.name }
    if !orderings.isEmpty {
      lines += ["", "It runs", ""]
      lines += orderings.map { "* before `\($0.second)`: \($0.reason)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

}
