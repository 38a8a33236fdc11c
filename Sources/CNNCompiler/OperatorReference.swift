import CNNIR
import CNNSource

/// The documentation of the ops, from their declarations.
package enum OperatorReference {

  /// The reference of the ops in `table`, in Markdown: the text of `Docs/operators.md`.
  package static func markdown(_ table: OpTable) -> String {
    let head = """
      # Operators

      All layers of the language, from their declarations in `Sources/CNNOps`: what `cnnc ops --markdown` prints
      (`CNNC_BLESS=1 swift test -c release` writes this file). Positional arguments follow the order of the
      attributes. An unlabelled *module* takes the next number in its scope; the others are functional and take none.
      Names and defaults are PyTorch's unless an attribute says otherwise; some that PyTorch gives a default are
      required, such as `slope` of `leakyRelu`.

      """
    return ([head] + table.types.map(section)).joined(separator: "\n")
  }

  /// The part of the reference about the op called `name`, here or elsewhere.
  ///
  /// - Throws: when there is none.
  package static func section(named name: String, of table: OpTable) throws(Diagnostic) -> String {
    section(try type(named: name, of: table))
  }

  /// The op called `name`, here or elsewhere.
  ///
  /// - Throws: when there is none.
  static func type(named name: String, of table: OpTable) throws(Diagnostic) -> any Op.Type {
    if let type = table.type(called: name) { return type }
    let hint = hint(for: name, among: table.mnemonics)
    throw Diagnostic(.error, "unknown-op", "there is no op '\(name)'\(hint)", at: .commandLine)
  }

  static func section(_ type: any Op.Type) -> String {
    let kind = type.isModule ? "Module" : "Functional"
    var lines = ["## \(type.mnemonic)", "", type.summary, "", "\(kind); \(type.operandPhrase)."]
    if !type.synonyms.isEmpty {
      lines[lines.count - 1] += " Elsewhere: " + type.synonyms.joined(separator: ", ") + "."
    }
    lines += ["", "Counts: \(type.counts)."]
    let attributes = type.attributeDocumentation
    if !attributes.isEmpty {
      lines += ["", "| attribute | default | value | meaning |", "|---|---|---|---|"]
      lines += attributes.map { (attribute) in
        let value =
          attribute.defaultValue.map { $0 == .list([]) ? "none" : "`\($0)`" } ?? "required"
        let cells = ["`\(attribute.name)`", value, attribute.value, attribute.meaning]
        return "| " + cells.joined(separator: " | ") + " |"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

}
