import CNNIR
import CNNSource
import CNNSyntax

/// The wording of what can be wrong with statements.
extension Diagnostic {

  static func notALayer(_ value: Value, _ range: SourceRange) -> Self {
    let message = "a statement applies a layer; this is \(value.kindPhrase)"
    return Self(.error, "not-a-layer", message, at: range)
  }

  static func notCallable(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-callable", "\(value.kindPhrase) cannot be called", at: range)
  }

  static func notABlock(_ value: Value, _ range: SourceRange) -> Self {
    Self(.error, "not-a-block", "'inline' needs a block, not \(value.kindPhrase)", at: range)
  }

  static func notATensor(_ value: Value, _ range: SourceRange) -> Self {
    let message = "a value of the network is needed here, not \(value.kindPhrase)"
    return Self(.error, "not-a-value", message, at: range)
  }

  static func noResult(_ range: SourceRange) -> Self {
    Self(.error, "no-result", "this has no result to name; a layer or a block has", at: range)
  }

  static func expectedLayer(_ value: Value, _ range: SourceRange) -> Self {
    let message =
      "'layer' declares a single layer such as 'conv(256, kernel: 3)', not \(value.kindPhrase)"
    return Self(.error, "expected-layer", message, at: range)
  }

  static func sharedLayerArgument(_ range: SourceRange) -> Self {
    let message = "a shared layer takes operands only; its declaration sets the attributes"
    return Self(.error, "surplus-argument", message, at: range)
  }

  static func uselessLabel(_ range: SourceRange) -> Self {
    let message = "a label names a layer, a block or a brace; none of these stands here"
    return Self(.error, "useless-label", message, at: range)
  }

  static func emptyName(_ range: SourceRange) -> Self {
    Self(.error, "empty-name", "a label needs at least one character", at: range)
  }

  static func needsLet(_ name: Identifier, _ value: Value) -> Self {
    let message =
      "'\(name.name) = …' names a layer's result; for \(value.kindPhrase) write "
      + "'let \(name.name) = …'"
    return Self(.error, "needs-let", message, at: name.range)
  }

  static func notAVariable(_ name: Identifier) -> Self {
    let message = "'\(name.name)' is no variable; declare it with 'var'"
    return Self(.error, "not-a-variable", message, at: name.range)
  }

  static func notDestructible(_ value: Value, _ range: SourceRange) -> Self {
    let message = "several names need a tuple or a list, not \(value.kindPhrase)"
    return Self(.error, "wrong-element-count", message, at: range)
  }

  static func wrongElementCount(_ names: Int, _ values: Int, _ range: SourceRange) -> Self {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let message = "\(count(names, "name")) cannot take \(count(values, "value"))"
    return Self(.error, "wrong-element-count", message, at: range)
  }

  static func severalResults(_ count: Int, _ range: SourceRange) -> Self {
    let message = "an expression needs one result; this has \(count)"
    return Self(.error, "wrong-element-count", message, at: range)
  }

  static func returnOutsideBlock(_ range: SourceRange) -> Self {
    Self(.error, "return-outside-block", "only a block returns values", at: range)
  }

  static func inputOutsideNetwork(_ range: SourceRange) -> Self {
    Self(.error, "input-outside-network", "inputs stand in the network's own body", at: range)
  }

  static func unusedInput(_ name: String, _ range: SourceRange?) -> Self {
    Self(
      .warning, "unused-input", "no layer reads the input '\(name)'",
      at: range.map(Diagnostic.Place.source) ?? .commandLine)
  }

  /// The place is `nil` when the shape is from the command line.
  static func invalidInputShape(_ range: SourceRange?) -> Self {
    let message =
      "an input needs extents from 1 to \(Shape.largestExtent) with a product of at most 64 bits"
    return Self(
      .error, "invalid-shape", message, at: range.map(Diagnostic.Place.source) ?? .commandLine)
  }

  static func duplicateOutput(_ name: Identifier) -> Self {
    Self(.error, "duplicate-name", "there are two outputs '\(name.name)'", at: name.range)
  }

  static func notACombinator(_ value: Value, _ range: SourceRange, _ table: OpTable) -> Self {
    let names = table.types.filter { $0.joinsBranches }.map { "'\($0.mnemonic)'" }
    let message =
      "branches are joined by \(names.joined(separator: ", ")), not by \(value.kindPhrase)"
    return Self(.error, "not-a-combinator", message, at: range)
  }

  static func noBranches(_ range: SourceRange) -> Self {
    Self(.error, "no-branches", "there is no branch to join", at: range)
  }

  static func notASequence(_ value: Value, _ range: SourceRange) -> Self {
    Self(
      .error, "not-a-sequence", "'for' runs over a list or a range, not \(value.kindPhrase)",
      at: range)
  }

  static let brokenExpectationCode = "broken-expectation"

  static func brokenExpectation(
    _ severity: Severity, _ range: SourceRange, facts: [String], notes: [Note]
  ) -> Self {
    let actual = facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
    return Self(
      severity, brokenExpectationCode, "the network is not as expected\(actual)", at: range,
      notes: notes)
  }

  static func recursionTooDeep(_ call: Frame.Call?, _ range: SourceRange) -> Self {
    let subject = call.map { "'\($0.name)'" } ?? "this"
    return Self(
      .error, "recursion-too-deep",
      "\(subject) runs more than \(Lowering.depthLimit) levels deep; does it end?",
      at: call?.range ?? range)
  }

  static func tooManySteps(_ range: SourceRange) -> Self {
    let message = "the network takes more than \(Lowering.stepLimit) steps to build"
    return Self(.error, "too-many-steps", message, at: range)
  }

  static func tooManyMistakes(_ place: Place) -> Self {
    let message = "there are more than \(Lowering.mistakeLimit) mistakes; the rest is not built"
    return Self(.error, "too-many-errors", message, at: place)
  }

  static func tooManyNodes(_ range: SourceRange) -> Self {
    let message = "a network has at most \(Lowering.nodeLimit) layers"
    return Self(.error, "too-many-nodes", message, at: range)
  }

  static func splitArguments(_ range: SourceRange) -> Self {
    let message = "split takes a number of parts, or a list with the channels of each"
    return Self(.error, "split-sizes", message, at: range)
  }

  static func splitCount(_ count: Int, _ channels: Int, _ range: SourceRange) -> Self {
    let message = "\(channels) channels do not fall into \(count) equal parts"
    return Self(.error, "split-sizes", message, at: range)
  }

  static func splitSizes(_ channels: Int, _ range: SourceRange) -> Self {
    let message = "the parts must be positive numbers that add up to \(channels) channels"
    return Self(.error, "split-sizes", message, at: range)
  }

  static func tensorNames(_ range: SourceRange) -> Self {
    let message = "'names' gives parameters other names: (weight: \"gamma\")"
    return Self(.error, "invalid-names", message, at: range)
  }

  static func sharedTensorName(_ name: String, _ range: SourceRange) -> Self {
    let message = "the name '\(name)' is given to two parameters of the layer"
    return Self(.error, "duplicate-name", message, at: range)
  }

  static func unknownTensor(
    _ leaf: String, of op: any Op, _ leaves: [String], _ range: SourceRange
  ) -> Self {
    let list = quotedList(leaves)
    let known = leaves.isEmpty ? "it has none" : "it has \(list)"
    return Self(
      .error, "invalid-names", "\(op.mnemonic) has no parameter '\(leaf)'; \(known)", at: range)
  }

}
