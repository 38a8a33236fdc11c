import CNNIR
import CNNOps
import CNNSource

/// What a diagnostic's code means, for `cnnc explain`.
package struct Explanation: Sendable {

  /// Text that breaks the rule, and how it should read.
  package struct Example: Sendable {
    package let wrong: String
    package let right: String
  }

  package let code: String

  /// The rule, why it holds and what to write instead, in lines for a terminal.
  package let text: String

  package let example: Example?

  init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
    example = nil
  }

  init(_ code: String, _ text: String, wrong: String, right: String) {
    self.code = code
    self.text = text
    example = Example(wrong: wrong, right: right)
  }

  /// The explanations of all codes, by area.
  package static let all =
    syntax + names + calls + expressions + statements + graphs + files + pictures
    + windows + ops

  private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

  /// The explanation of a code, or `nil` when there is no such code.
  package static func of(_ code: String) -> Self? { byCode[code] }

  /// The explanation of a code that a user typed.
  ///
  /// - Throws: when there is no such code.
  package static func find(_ code: String) throws(Diagnostic) -> Self {
    if let explanation = of(code) { return explanation }
    let hint =
      OpTable.standard.type(called: code) == nil
      ? hint(for: code, among: all.map(\.code)) : "; 'cnnc explain op \(code)' describes the op"
    throw Diagnostic(
      .error, "unknown-code", "no diagnostic has the code '\(code)'\(hint)", at: .commandLine)
  }

  /// What `cnnc explain` prints about a code, or about an op: its constraints.
  ///
  /// - Throws: when there is no such code or op.
  package static func description(of subject: String) throws(Diagnostic) -> String {
    let constraints = constraints(ofOp: subject)
    guard of(subject) == nil, !constraints.isEmpty else { return try find(subject).description }
    return constraints.map(\.description).joined(separator: "\n")
  }

  private static func constraints(ofOp name: String) -> [Self] {
    all.filter { $0.code.hasPrefix(name + ".c") }
  }

  /// What `cnnc explain op` prints: what the op computes and counts, and its constraints.
  ///
  /// - Throws: when there is no such op.
  package static func description(ofOp name: String) throws(Diagnostic) -> String {
    let type = try OperatorReference.type(named: name, of: .standard)
    let constraints = constraints(ofOp: type.mnemonic).map(\.description)
    return ([OperatorReference.section(type)] + constraints).joined(separator: "\n")
  }

  /// The text as one line.
  package var sentence: String { text.replacing("\n", with: " ") }

  /// What `cnnc explain` prints.
  package var description: String {
    var result = "\(code)\n\n\(text.indented(by: 2))\n"
    if let example {
      result += "\n  Instead of\n\n\(example.wrong.indented(by: 6))\n"
      result += "\n  write\n\n\(example.right.indented(by: 6))\n"
    }
    return result
  }

}

extension String {

  /// The text with blanks before each of its lines.
  fileprivate func indented(by count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }

}
